"""Writes two people side by side, and where they are: the shipped segmenter by onnxruntime and OpenCV.

pip install numpy pillow opencv-python-headless onnxruntime; python scenes_reference.py, in a clone of Kiln
"""
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from PIL import Image

HERE = Path(__file__).parent
ROOT = HERE.parents[9]
PERSON, SHORT = 12, 128

shown = np.array(Image.open(ROOT / "host/docs/first-picture.png").convert("RGB"))
picture = np.concatenate([shown[:200, :200], shown[:200, 416:616]], 1)
Image.fromarray(picture).save(HERE / "two.png")
height, width = picture.shape[:2]
small = cv2.resize(picture, (width * SHORT // height, SHORT), interpolation=cv2.INTER_AREA)
session = onnxruntime.InferenceSession(ROOT / "models/annotator/seg_ade20k_scenes.onnx")
colors = (small.astype(np.float32) / 255).transpose(2, 0, 1)[None]
logits = session.run(None, {session.get_inputs()[0].name: colors})[0][0]
large = np.stack([cv2.resize(it, (width, height), interpolation=cv2.INTER_LINEAR) for it in logits])
person = (large.argmax(0) == PERSON).astype(np.uint8)
count, labels, stats, _ = cv2.connectedComponentsWithStats(person, connectivity=8)
print(logits.shape, stats)
Image.fromarray(person * 255).save(HERE / "two-people.png")
