"""Writes masks and what OpenCV and Pillow make of them, as ADetailer calls them.

pip install numpy pillow opencv-python-headless; python reference.py

changed.png holds, one below the other: the mask dilated or eroded by each of SIZES, then moved by each of MOVES, then
both masks merged, and that inverted.
"""
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageChops

HERE = Path(__file__).parent
SIZES = [1, 2, 4, 7, 12, -1, -2, -4, -7]
MOVES = [(5, -3), (-50, 9)]


def blobs(seed):
    random = np.random.default_rng(seed)
    smooth = cv2.GaussianBlur(random.normal(0, 1, (31, 46)), (0, 0), 3)
    return ((smooth > 0.03) * 255).astype(np.uint8)


def reshaped(mask, size):
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (abs(size), abs(size)))
    return cv2.dilate(mask, kernel) if size > 0 else cv2.erode(mask, kernel)


one, other = blobs(3), blobs(4)
both = cv2.bitwise_or(one, other)
changed = [reshaped(one, size) for size in SIZES]
changed += [np.array(ImageChops.offset(Image.fromarray(one), x, -y)) for x, y in MOVES]
changed += [both, 255 - both]
Image.fromarray(one).save(HERE / "one.png")
Image.fromarray(other).save(HERE / "other.png")
Image.fromarray(np.concatenate(changed)).save(HERE / "changed.png")
