"""Writes latents.json: a small tensor, resized by torch's interpolate in webUI's six ways.

    pip install torch numpy
    python reference.py
"""

import json

import torch

MODES = {
    "Latent": ("bilinear", False),
    "Latent (antialiased)": ("bilinear", True),
    "Latent (bicubic)": ("bicubic", False),
    "Latent (bicubic antialiased)": ("bicubic", True),
    "Latent (nearest)": ("nearest", False),
    "Latent (nearest-exact)": ("nearest-exact", False),
}
SIZES = [(10, 14), (7, 9), (5, 7), (3, 4)]

torch.manual_seed(19)
latents = torch.randn(2, 2, 5, 7)
cases = []
for name, (mode, antialias) in MODES.items():
    for size in SIZES:
        resized = torch.nn.functional.interpolate(latents, size=size, mode=mode, antialias=antialias)
        cases.append({
            "name": name,
            "height": size[0],
            "width": size[1],
            "values": [round(v, 7) for v in resized.flatten().tolist()],
        })
with open("latents.json", "w") as file:
    json.dump({"latents": [round(v, 7) for v in latents.flatten().tolist()], "cases": cases}, file)
