"""The classes that the shipped segmenter sees in picture.png, by onnxruntime and OpenCV, in the
colors of ade20k.txt: python seg_reference.py MODELS/annotator/seg_ade20k_scenes.onnx

Made with onnxruntime 1.32 and opencv-python-headless 5.0.0.
"""
import re
import sys
import cv2
import numpy as np
import onnxruntime

palette = np.array([int(n) for n in re.findall(r"\d+", open("ade20k.txt").read())]).reshape(150, 3)
picture = cv2.imread("picture.png")[:, :, ::-1]
height, width = picture.shape[:2]
seen = cv2.resize(picture.astype(np.float32), (128, 128), interpolation=cv2.INTER_CUBIC) / 255
session = onnxruntime.InferenceSession(sys.argv[1])
logits = session.run(None, {"pixel_values": seen.transpose(2, 0, 1)[None]})[0][0]
logits = [cv2.resize(c, (width, height), interpolation=cv2.INTER_LINEAR) for c in logits]
cv2.imwrite("seg.png", palette[np.argmax(logits, 0)][:, :, ::-1])
