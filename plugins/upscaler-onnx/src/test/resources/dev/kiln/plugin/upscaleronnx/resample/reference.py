"""A random picture in other sizes by Pillow, rows first.

A picture that becomes wider and lower has its columns first in newer versions. Made with Pillow 13.0.0 and numpy: python reference.py"""

import base64
import json

import numpy as np
from PIL import Image

random = np.random.default_rng(19)
FILTERS = {
    "NEAREST": Image.Resampling.NEAREST,
    "BICUBIC": Image.Resampling.BICUBIC,
    "LANCZOS": Image.Resampling.LANCZOS,
}


def text(image):
    return base64.b64encode(image.convert("RGBA").tobytes()).decode()


pixels = random.integers(0, 256, (13, 19, 4), dtype=np.uint8)
# Opacity that is none, whole and in between.
pixels[..., 3] = np.clip(pixels[..., 3].astype(int) * 2 - 128, 0, 255)
results = []
for mode in ("RGB", "RGBA"):
    picture = Image.fromarray(pixels).convert(mode)
    for name, filter in FILTERS.items():
        for size in ((38, 26), (31, 22), (7, 40), (9, 6)):
            made = picture.resize(size, filter)
            results.append({
                "picture": text(picture), "filter": name, "width": size[0], "height": size[1],
                "rgba": text(made),
            })
with open("resized.json", "w") as file:
    json.dump({"width": 19, "height": 13, "results": results}, file)
