# Makes colors.json: webUI's color correction, by OpenCV, scikit-image and blendmodes. Bytes in base64.
#   labs: colors, what they are in Lab, and other Lab colors and what they are in RGB       corrections: a picture, the
#   one whose colors it is given, and the result
# pip install numpy pillow opencv-python-headless scikit-image blendmodes==2022
import base64, json
import cv2
import numpy as np
from blendmodes.blend import BlendType, blendLayers
from PIL import Image
from skimage import exposure

random = np.random.default_rng(7)

def data(array):
    return base64.b64encode(np.ascontiguousarray(array, np.uint8).tobytes()).decode()

def smooth(width, height, low, high):
    small = Image.fromarray(random.integers(low, high, (4, 5, 3), np.uint8), "RGB")
    return small.resize((width, height), Image.Resampling.BICUBIC)

def corrected(picture, reference):
    wanted = cv2.cvtColor(np.asarray(reference), cv2.COLOR_RGB2LAB)
    found = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2LAB)
    matched = exposure.match_histograms(found, wanted, channel_axis=2)
    image = Image.fromarray(cv2.cvtColor(matched, cv2.COLOR_LAB2RGB).astype("uint8"))
    return blendLayers(image, picture, BlendType.LUMINOSITY).convert("RGB")

rgb = random.integers(0, 256, (4096, 1, 3), np.uint8)
rgb[:512] //= 16
lab = random.integers(0, 256, (4096, 1, 3), np.uint8)
lab[:2048] = cv2.cvtColor(random.integers(0, 256, (2048, 1, 3), np.uint8), cv2.COLOR_RGB2LAB)
labs = {"rgb": data(rgb), "lab": data(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)),
        "from": data(lab), "to": data(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))}
corrections = []
for size, other, (low, high) in (((40, 30), (40, 30), (0, 256)), ((32, 24), (50, 20), (0, 90)), ((30, 30), (20, 40), (150, 256))):
    picture, reference = smooth(*size, 40, 200), smooth(*other, low, high)
    corrections.append({"width": size[0], "height": size[1], "from": data(picture),
                        "other": [other[0], other[1], data(reference)], "to": data(corrected(picture, reference))})
with open("colors.json", "w") as file:
    json.dump({"labs": labs, "corrections": corrections}, file, indent=0)
