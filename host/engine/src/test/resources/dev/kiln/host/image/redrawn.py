# Makes redrawn.json: what webUI does with pictures around img2img, by Pillow and numpy. Pictures of 8 bits in base64.
#   fits: a picture brought to a size by each resize mode        fills: the masked place filled with blurred colors
#   regions: the part that is drawn around a mask                finals: a drawn part put back under its overlay
#   overlays: masks of latents brought to the size of what is drawn, and into their place in a picture
#   blurs: masks blurred as OpenCV's Gaussian does it, in double precision
import base64, json
import numpy as np
from PIL import Image, ImageFilter, ImageOps

random = np.random.default_rng(11)
LANCZOS = Image.Resampling.LANCZOS

def data(image):
    return [image.width, image.height, base64.b64encode(image.convert("RGBA").tobytes()).decode()]

def smooth(width, height):
    small = Image.fromarray(random.integers(0, 256, (5, 7, 3), np.uint8), "RGB")
    return small.resize((width, height), Image.Resampling.BICUBIC)

def scaled(image, width, height):
    # Pillow 9.5 resizes across and then down.
    return image.resize((width, image.height), LANCZOS).resize((width, height), LANCZOS)

def fit(mode, image, width, height):
    if mode == "just":
        return scaled(image, width, height)
    wider = width / height > image.width / image.height
    taller = width / height < image.width / image.height
    across, down = image.width * height // image.height, image.height * width // image.width
    if mode == "crop":
        size = (width, down) if wider else (across, height)
    else:
        size = (width if taller else across, down if taller else height)
    inner = scaled(image, *size)
    left, top = width // 2 - size[0] // 2, height // 2 - size[1] // 2
    canvas = Image.new("RGB", (width, height))
    canvas.paste(inner, (left, top))
    if mode == "fill" and taller and top > 0:
        for box, y in (((0, 0, width, 0), 0), ((0, size[1], width, size[1]), top + size[1])):
            canvas.paste(inner.resize((width, top), box=box), (0, y))
    elif mode == "fill" and wider and left > 0:
        for box, x in (((0, 0, 0, height), 0), ((size[0], 0, size[0], height), left + size[0])):
            canvas.paste(inner.resize((left, height), box=box), (x, 0))
    return canvas

def blot(width, height):
    mask = np.zeros((height, width), np.uint8)
    mask[height // 4:height // 2, width // 3:2 * width // 3] = 255
    mask[height // 2:height // 2 + 3, width // 3:width // 2] = random.integers(0, 256, (3, width // 2 - width // 3))
    return Image.fromarray(mask, "L")

def fill(image, mask):
    kept = Image.new("RGBa", image.size)
    kept.paste(image.convert("RGBA").convert("RGBa"), mask=ImageOps.invert(mask))
    filled = Image.new("RGBA", image.size)
    for radius, times in ((256, 1), (64, 1), (16, 2), (4, 4), (2, 2), (0, 1)):
        soft = kept.filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")
        for _ in range(times):
            filled.alpha_composite(soft)
    return filled.convert("RGB")

def longer(first, end, length, most):
    more = int(length - (end - first))
    first, end = first - more // 2, end + more - more // 2
    if end >= most:
        first, end = first - (end - most), most
    if first < 0:
        first, end = 0, end - first
    return first, min(end, most)

def region(mask, padding, width, height):
    x1, y1, x2, y2 = mask.getbbox()
    x1, y1 = max(x1 - padding, 0), max(y1 - padding, 0)
    x2, y2 = min(x2 + padding, mask.width), min(y2 + padding, mask.height)
    if (x2 - x1) / (y2 - y1) > width / height:
        y1, y2 = longer(y1, y2, (x2 - x1) / (width / height), mask.height)
    else:
        x1, x2 = longer(x1, x2, (y2 - y1) * (width / height), mask.width)
    return x1, y1, x2, y2

def blur(mask, deviation, axis):
    reach = int(2.5 * deviation + 0.5)
    weights = np.exp(-np.arange(-reach, reach + 1) ** 2 / (2 * deviation ** 2))
    padded = np.pad(np.asarray(mask, float), [(reach, reach) if a == axis else (0, 0) for a in (0, 1)], "reflect")
    soft = np.apply_along_axis(lambda line: np.convolve(line, weights / weights.sum(), "valid"), axis, padded)
    return Image.fromarray(np.rint(soft).astype(np.uint8), "L")

fits, fills, regions, finals, blurs = [], [], [], [], []
for size in ((15, 10), (10, 15), (5, 16)):
    image = smooth(*size)
    for target in ((12, 12), (20, 8), (8, 20), (17, 11)):
        for mode in ("just", "crop", "fill"):
            fits.append({"mode": mode, "from": data(image), "to": data(fit(mode, image, *target))})
for size in ((24, 20), (14, 30)):
    image, mask = smooth(*size), blot(*size)
    fills.append({"from": data(image), "mask": data(mask), "to": data(fill(image, mask))})
    for padding, target in ((0, (16, 16)), (3, (32, 8)), (3, (8, 32)), (40, (16, 12))):
        box = region(mask, padding, *target)
        regions.append({"mask": data(mask), "padding": padding, "width": target[0], "height": target[1], "box": box})
        overlay = Image.new("RGBa", image.size)
        overlay.paste(image.convert("RGBA").convert("RGBa"), mask=ImageOps.invert(mask))
        part = smooth(*target)
        whole = Image.new("RGBA", image.size)
        whole.paste(fit("crop", part, box[2] - box[0], box[3] - box[1]), box[:2])
        whole.alpha_composite(overlay.convert("RGBA"))
        finals.append({"from": data(image), "mask": data(mask), "box": box, "part": data(part), "to": data(whole.convert("RGB"))})
    for across, down in ((4, 4), (0, 2), (7, 0), (20, 20)):
        soft = blur(blur(mask, across, 1) if across else mask, down, 0) if down else blur(mask, across, 1)
        blurs.append({"across": across, "down": down, "from": data(mask), "to": data(soft)})
overlays = []
for whole, box in (((40, 32), None), ((60, 50), (7, 5, 47, 37)), ((60, 50), (3, 4, 33, 28))):
    levels = random.integers(0, 256, (4, 5), np.uint8)
    mask = scaled(Image.fromarray(levels, "L"), 40, 32).filter(ImageFilter.GaussianBlur(4))
    if box:
        part, mask = fit("crop", mask.convert("RGB"), box[2] - box[0], box[3] - box[1]), Image.new("L", whole)
        mask.paste(part.convert("L"), box[:2])
    overlays.append({"shares": ((levels + 0.5) / 255.5).tolist(), "box": box, "to": data(mask)})
with open("redrawn.json", "w") as file:
    json.dump({"fits": fits, "fills": fills, "regions": regions, "finals": finals, "blurs": blurs, "overlays": overlays}, file, indent=0)
