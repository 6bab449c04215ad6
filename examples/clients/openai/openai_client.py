"""Draws with OpenAI's own Python client (pip install -r requirements.txt), which only needs another base URL.

    python3 openai_client.py http://127.0.0.1:7860 FOLDER [KEY]
"""

import base64
import pathlib
import struct
import sys
import urllib.request
import zlib

from openai import BadRequestError, OpenAI

address, folder = sys.argv[1], pathlib.Path(sys.argv[2])
key = sys.argv[3] if len(sys.argv) > 3 else "none"
client = OpenAI(base_url=address + "/v1", api_key=key)
kiln = {"kiln": {"steps": 4, "seed": 7}}


def save(name, picture):
    file = folder / name
    file.write_bytes(picture)
    print(file)
    return file


def png(width, height, rgba):
    """A PNG file of pixels that rgba(x, y) gives."""

    def chunk(name, data):
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    rows = b"".join(
        b"\0" + b"".join(bytes(rgba(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


print([model.id for model in client.models.list()])

# Pictures in base64, with options of Kiln's.
drawn = client.images.generate(
    prompt="a red roofed house", model="gpt-image-1", size="64x64", n=2, extra_body=kiln)
house = save("python-house.png", base64.b64decode(drawn.data[0].b64_json))

# A picture by its address.
drawn = client.images.generate(
    prompt="a red roofed house", model="dall-e-3", size="64x64", quality="hd", style="vivid")
request = urllib.request.Request(drawn.data[0].url, headers={"Authorization": "Bearer " + key})
save("python-address.png", urllib.request.urlopen(request).read())

# Unfinished pictures, then the finished one, as JPEG.
events = client.images.generate(
    prompt="a red roofed house", model="gpt-image-1", size="64x64", stream=True, partial_images=2,
    output_format="jpeg", output_compression=80)
for event in events:
    print(event.type)
    if event.type == "image_generation.completed":
        save("python-stream.jpg", base64.b64decode(event.b64_json))

# The upper half drawn anew.
mask = save("python-mask.png", png(64, 64, lambda x, y: (0, 0, 0, 0 if y < 32 else 255)))
drawn = client.images.edit(
    image=house.open("rb"), mask=mask.open("rb"), prompt="a house, night", model="gpt-image-1",
    extra_body=kiln)
save("python-edit.png", base64.b64decode(drawn.data[0].b64_json))

drawn = client.images.create_variation(
    image=house.open("rb"), response_format="b64_json", extra_body=kiln)
save("python-variation.png", base64.b64decode(drawn.data[0].b64_json))

try:
    client.images.generate(prompt="a house", n=99)
except BadRequestError as error:
    print(error.body["message"])
