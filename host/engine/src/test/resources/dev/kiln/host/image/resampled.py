# Makes resampled.json: pictures resized by Pillow with its four usual filters, among them enlarged, shrunk, clear and
# noisy ones, and sizes whose nearest pixel is a tie. Pillow 9.5, which webUI pins, resizes across and then down; Pillow 13
# begins with the axis that leaves less to do, so here the axes are resized one by one, colors multiplied with opacity.
import base64, json
import numpy as np
import PIL
from PIL import Image

assert int(PIL.__version__.split(".")[0]) >= 9, PIL.__version__
random = np.random.default_rng(7)
noise = Image.fromarray(random.integers(0, 256, (9, 13, 4), np.uint8), "RGBA")
edges = Image.fromarray((random.random((12, 10, 3)) > 0.5).astype(np.uint8) * 255, "RGB").convert("RGBA")
filters = {name: getattr(Image.Resampling, name) for name in ("NEAREST", "BILINEAR", "BICUBIC", "LANCZOS")}

def resize(picture, width, height, kernel):
    if kernel == Image.Resampling.NEAREST:
        return picture.resize((width, height), kernel)
    across = picture.convert("RGBa").resize((width, picture.height), kernel)
    return across.resize((width, height), kernel).convert("RGBA")

cases = []
for picture in (noise, edges):
    for size in ((5, 4), (31, 20), (13, 21), (26, 9), (1, 1), (6, 18), (10, 6)):
        for name, kernel in filters.items():
            cases.append({"filter": name, "width": size[0], "height": size[1],
                          "from": [picture.width, picture.height, base64.b64encode(picture.tobytes()).decode()],
                          "to": base64.b64encode(resize(picture, *size, kernel).tobytes()).decode()})
with open("resampled.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
