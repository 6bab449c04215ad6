"""Maps of picture.png by OpenCV and numpy, in the formulas of sd-webui-controlnet.

Made with opencv-python-headless 5.0.0 and numpy 2.4.6: python reference.py
"""
import math
import cv2
import numpy as np


def padded(image, resolution):
    height, width = image.shape[:2]
    k = resolution / min(height, width)
    size = (int(np.round(width * k)), int(np.round(height * k)))
    image = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC if k > 1 else cv2.INTER_AREA)
    pad = [(0, -size[1] % 64), (0, -size[0] % 64), (0, 0)]
    return np.pad(image, pad, mode="edge"), size


def blurred(image, sigma):
    return cv2.GaussianBlur(image.astype(np.float32), (0, 0), sigma)


def lineart(image):
    lines = np.min(blurred(image, 6.0) - image, axis=2).clip(0, 255)
    return (lines / max(16, np.median(lines[lines > 8])) * 127).clip(0, 255).astype(np.uint8)


def xdog(image, threshold):
    difference = blurred(image, 5.0) - blurred(image, 0.5)
    level = (255 - np.min(difference, axis=2)).clip(0, 255).astype(np.uint8).astype(int)
    return (2 * (255 - level) > threshold).astype(np.uint8) * 255


def write(name, image):
    cv2.imwrite(name + ".png", image if image.ndim == 2 else image[:, :, ::-1])


picture = cv2.imread("picture.png")[:, :, ::-1].copy()
for resolution in (96, 200):
    image, (width, height) = padded(picture, resolution)
    maps = {
        "resized": image,
        "canny": cv2.Canny(image, 100, 200),
        "canny-fine": cv2.Canny(image, 20, 60),
        "lineart_standard": lineart(image),
        "scribble_xdog": xdog(image, 32),
        "threshold": (np.min(image, axis=2) > 127).astype(np.uint8) * 255,
        "blur_gaussian": cv2.GaussianBlur(image[:height, :width].copy(), (0, 0), 9.0),
    }
    for name, result in maps.items():
        write(f"{name}-{resolution}", result[:height, :width])

write("tile_resample", cv2.resize(picture, (int(135 / 1.7), int(128 / 1.7)), interpolation=cv2.INTER_AREA))
write("linear", cv2.resize(picture, (211, 97), interpolation=cv2.INTER_LINEAR))
luminance = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)[:, :, 0].astype(np.float32) / 255.0
write("recolor_luminance", ((luminance ** 0.8) * 255.0).clip(0, 255).astype(np.uint8))
intensity = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)[:, :, 2].astype(np.float32) / 255.0
write("recolor_intensity", (intensity * 255.0).clip(0, 255).astype(np.uint8))
