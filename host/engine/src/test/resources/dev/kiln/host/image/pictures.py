# Makes pictures.json: picture files as they come from phones, scanners and pages, and their pixels as webUI 1.10 sees them:
# Image.open, ImageOps.exif_transpose and convert("RGBA") of Pillow 9.5.0, which it pins.
import base64, io, json, struct, zlib
import PIL
from PIL import Image, ImageCms, ImageOps

assert PIL.__version__ == "9.5.0", PIL.__version__
WIDTH, HEIGHT = 10, 6

def tiff(orientation, order="<"):
    mark = b"II" if order == "<" else b"MM"
    entries = [(0x010f, 2, 4, b"Me\0\0"), (0x0112, 3, 1, struct.pack(order + "HH", orientation, 0))]
    body = b"".join(struct.pack(order + "HHI", tag, kind, count) + value for tag, kind, count, value in entries)
    return mark + struct.pack(order + "HIH", 42, 8, len(entries)) + body + struct.pack(order + "I", 0)

def scene(mode="RGB"):
    image = Image.new("RGB", (WIDTH, HEIGHT))
    for x in range(WIDTH):
        for y in range(HEIGHT):
            image.putpixel((x, y), (40 + 16 * x, 30 + 30 * y, 200 - 10 * x - 10 * y))
    return image.convert(mode)

def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()

def with_exif_chunk(png, block):
    chunk = struct.pack(">I", len(block)) + b"eXIf" + block
    return png[:33] + chunk + struct.pack(">I", zlib.crc32(chunk[4:])) + png[33:]

def adobe(jpeg, transform):
    at = jpeg.index(b"Adobe") + 11
    return jpeg[:at] + bytes([transform]) + jpeg[at + 1:]

def without_adobe(jpeg):
    at = jpeg.index(b"Adobe") - 4
    return jpeg[:at] + jpeg[at + 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]:]

jpeg = dict(quality=100, subsampling=0)
files = {}
for n in range(1, 9):
    block = tiff(n, "<" if n % 2 else ">")
    files[f"{n}.jpg"] = saved(scene(), "JPEG", exif=b"Exif\0\0" + block, **jpeg)
    files[f"{n}.png"] = with_exif_chunk(saved(scene(), "PNG"), block)
    files[f"{n}.webp"] = saved(scene(), "WEBP", lossless=True, exif=block)
files["prefixed.webp"] = saved(scene(), "WEBP", lossless=True, exif=b"Exif\0\0" + tiff(6))
files["nine.jpg"] = saved(scene(), "JPEG", exif=b"Exif\0\0" + tiff(9), **jpeg)
files["lossy.webp"] = saved(scene(), "WEBP", quality=100)
clear = scene("RGBA")
clear.putalpha(Image.linear_gradient("L").resize((WIDTH, HEIGHT)))
files["clear.webp"] = saved(clear, "WEBP", lossless=True, exact=True)
files["clear.png"] = saved(clear, "PNG")
cmyk = Image.merge("CMYK", [*scene().split(), Image.linear_gradient("L").resize((WIDTH, HEIGHT))])
files["cmyk.jpg"] = saved(cmyk, "JPEG", **jpeg)
files["ycck.jpg"] = adobe(files["cmyk.jpg"], 2)
files["bare-cmyk.jpg"] = without_adobe(files["cmyk.jpg"])
srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
swapped = srgb.replace(b"rXYZ", b"-XYZ").replace(b"bXYZ", b"rXYZ").replace(b"-XYZ", b"bXYZ")
files["profile.jpg"] = saved(scene(), "JPEG", icc_profile=swapped, **jpeg)
files["profile.png"] = saved(scene(), "PNG", icc_profile=swapped)
files["grey.jpg"] = saved(scene("L"), "JPEG", quality=100)
files["grey.png"] = saved(scene("L"), "PNG")
files["palette.png"] = saved(scene().quantize(16), "PNG")
files["palette.gif"] = saved(scene().quantize(16), "GIF")

entries = []
for name, content in files.items():
    seen = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGBA")
    entries.append({"name": name, "width": seen.width, "height": seen.height,
                    "file": base64.b64encode(content).decode(), "rgba": base64.b64encode(seen.tobytes()).decode()})
with open("pictures.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(e) for e in entries) + "\n]\n")
