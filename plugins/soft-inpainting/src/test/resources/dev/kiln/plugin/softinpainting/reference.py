"""Writes reference.json: what webUI's soft inpainting makes of latents, by numpy in double precision.

    python reference.py

Each case has options, a noise level, latents of a picture (init), drawn ones (current), and the share of each that the
mask lets be drawn (drawn); and what they come to: the mix of an evaluation (blended) and the mask of shown pixels
before it is brought to their size (shown). Formulas: doc of the extension, 1.10.
"""
import json

import numpy as np

random = np.random.default_rng(5)
CHANNELS, HEIGHT, WIDTH = 4, 6, 7


def length(latents):
    return np.sqrt((latents ** 2).sum(0))


def blended(init, current, drawn, sigma, options):
    power, scale, contrast = options[:3]
    share = drawn ** (sigma ** power * scale)
    line = init * (1 - share) + current * share
    wanted = (length(init) ** contrast * (1 - share) + length(current) ** contrast * share) ** (1 / contrast)
    return line * wanted / (length(line) + 1e-5)


KERNEL = np.exp(-(np.arange(-2, 3)[:, None] ** 2 + np.arange(-2, 3) ** 2) / 1.5 ** 2)
KERNEL = np.maximum(0, (KERNEL - np.exp(-9 / 1.5 ** 2)) / (1 - np.exp(-9 / 1.5 ** 2)))


def filtered(plane, first, last):
    result = np.zeros_like(plane)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            rows, columns = slice(max(0, y - 2), y + 3), slice(max(0, x - 2), x + 3)
            values = plane[rows, columns].ravel()
            weights = KERNEL[rows.start - y + 2:HEIGHT - y + 2, columns.start - x + 2:WIDTH - x + 2].ravel()
            order = np.argsort(values)
            ends = np.cumsum(weights[order])
            low, high = ends[-1] * first, ends[-1] * last
            if high - low < 1:
                low, high = (low + high - 1) / 2, (low + high + 1) / 2
                if high > ends[-1]:
                    low, high = ends[-1] - 1, ends[-1]
                if low < 0:
                    low, high = 0, 1
            parts = np.clip(np.minimum(high, ends) - np.maximum(low, ends - weights[order]), 0, None)
            result[y, x] = (values[order] * parts).sum() / parts.sum()
    return result


def shown(init, current, drawn, options):
    _, scale, _, influence, threshold, contrast = options
    distance = filtered(filtered(length(current - init), 0.9, 1), 0.25, 0.75)
    weight = 0.5 * (1 - influence) + (1 - drawn ** (scale / 2)) * influence
    half = threshold * weight / (1.00001 - weight)
    x = 1 / (1 + (distance / half) ** contrast)
    return 1 - x ** 3 * (x * (6 * x - 15) + 10)


cases = []
for sigma, options in ((8.3, (1, 0.5, 4, 0, 0.5, 2)), (0.4, (1, 0.5, 4, 0, 0.5, 2)), (2.1, (0.5, 1.5, 1, 0.7, 2, 1)),
                       (0.7, (2, 4, 12, 0.3, 1.5, 4))):
    init = random.normal(size=(CHANNELS, HEIGHT, WIDTH))
    current = init + random.normal(size=init.shape) * random.uniform(0, 1.2, (HEIGHT, WIDTH))
    drawn = np.clip(random.uniform(-0.2, 1.2, (HEIGHT, WIDTH)), 0, 1)
    drawn = drawn if options[3] == 0 else np.clip(drawn, 0.05, 0.95)
    case = {"options": options, "sigma": sigma, "init": init, "current": current, "drawn": drawn,
            "blended": blended(init, current, drawn, sigma, options), "shown": shown(init, current, drawn, options)}
    assert all(np.isfinite(value).all() for value in case.values())
    cases.append({key: value.ravel().round(7).tolist() if isinstance(value, np.ndarray) else value
                  for key, value in case.items()})
with open("reference.json", "w") as file:
    json.dump({"cases": cases}, file, indent=0)
