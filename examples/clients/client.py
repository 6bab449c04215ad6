"""Draws over both APIs, with nothing but Python's library.

    python3 client.py http://127.0.0.1:7860 folder
"""
import base64
import json
import pathlib
import sys
import urllib.request


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(server + path, data)) as answer:
        return json.load(answer)


server, folder = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2])

# As programs for webUI do it: pictures are base64, the info is JSON in a text.
answer = ask("/sdapi/v1/txt2img", {"prompt": "a boy, blue shirt, desert, day", "steps": 8, "seed": 5,
                                   "sampler_name": "DPM++ 2M", "scheduler": "Karras"})
info = json.loads(answer["info"])
assert info["all_seeds"] == [5], info
(folder / "webui.png").write_bytes(base64.b64decode(answer["images"][0]))

# Kiln's own: plugins by name, unknown fields are errors.
answer = ask("/kiln/v1/txt2img", {"prompt": "a red roofed house", "steps": 8, "seed": 5,
                                  "plugins": {"guidance-cutoff": {"ngms": 3}}})
(folder / "kiln.png").write_bytes(base64.b64decode(answer["png"][0]))

print("samplers:", ", ".join(row["name"] for row in ask("/sdapi/v1/samplers")))
print("plugins:", ", ".join(row["id"] for row in ask("/kiln/v1/plugins")["plugins"]))
