# Makes noise.json: the first noise of webUI 1.10 under "RNG: NV" (modules/rng.py and rng_philox.py) written out in numpy,
# for seeds of 64 bits and for "Seed resize from". Latents are [4, height, width].
import json
import numpy as np

M0, M1, W0, W1, MASK = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85, 0xFFFFFFFF

def word_pair(seed, element):
    c = [0, 0, element, 0]
    k = [seed & MASK, seed >> 32]
    for _ in range(10):
        p0, p1 = c[0] * M0, c[2] * M1
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + W0) & MASK, (k[1] + W1) & MASK]
    return c[0], c[1]

def randn(seed, shape):
    words = np.array([word_pair(seed, e) for e in range(int(np.prod(shape)))], dtype=np.float64)
    u, v = (words[:, 0] + 0.5) / 2 ** 32, (words[:, 1] + 0.5) / 2 ** 32 * 2 * np.pi
    return (np.sqrt(-2 * np.log(u)) * np.sin(v)).reshape(shape)

def slerp(share, low, high):
    norm = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
    omega = np.arccos((norm(low) * norm(high)).sum(1))
    turn = lambda part: (np.sin(part * omega) / np.sin(omega))[:, None]
    return turn(1 - share) * low + turn(share) * high

def first(shape, seed, subseed, strength, source):
    noise = randn(seed, source)
    if strength:
        noise = slerp(strength, noise, randn(subseed, source))
    if source == shape:
        return noise
    x = randn(seed, shape)
    dx, dy = (shape[2] - source[2]) // 2, (shape[1] - source[1]) // 2
    w = source[2] if dx >= 0 else source[2] + 2 * dx
    h = source[1] if dy >= 0 else source[1] + 2 * dy
    tx, ty = max(dx, 0), max(dy, 0)
    dx, dy = max(-dx, 0), max(-dy, 0)
    x[:, ty:ty + h, tx:tx + w] = noise[:, dy:dy + h, dx:dx + w]
    return x

CASES = [  # seed, subseed, strength, height and width of the seed's size, 0 for the picture's own
    (5, 0, 0.0, 0, 0), (2 ** 32, 0, 0.0, 0, 0), (2 ** 53 + 1, 0, 0.0, 0, 0), (2 ** 63 - 1, 0, 0.0, 0, 0),
    (7, 2 ** 40 + 3, 0.3, 0, 0),
    (5, 0, 0.0, 2, 3), (5, 0, 0.0, 3, 2), (5, 0, 0.0, 8, 9), (5, 0, 0.0, 7, 2), (5, 0, 0.0, 9, 8), (5, 9, 0.4, 3, 3),
    (5, 0, 0.0, 6, 5),
]
SHAPE = (4, 6, 5)
cases = []
for seed, subseed, strength, height, width in CASES:
    source = (4, height, width) if height and width else SHAPE
    noise = first(SHAPE, seed, subseed, strength, source)
    cases.append({"seed": seed, "subseed": subseed, "strength": strength, "height": height, "width": width,
                  "noise": [round(float(x), 7) for x in noise.ravel()]})
with open("noise.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
