"""Tiny upscalers with random weights, and what torch makes of a random picture.

The networks are written here from their papers and run in float32 on weights that are rounded to
float16, as the files hold them. Made with torch 2.15.0 and safetensors: python reference.py
"""

import torch
from safetensors.torch import save_file
from torch.nn import functional as F

torch.manual_seed(19)
PICTURES = {}


def conv_weights(state, name, inputs, outputs, kernel=3):
    spread = 1 / (inputs * kernel * kernel) ** 0.5
    weight = torch.randn(outputs, inputs, kernel, kernel) * spread
    state[name + ".weight"] = weight.half().float()
    state[name + ".bias"] = (torch.randn(outputs) * 0.2).half().float()


def conv(state, name, x):
    weight = state[name + ".weight"]
    return F.conv2d(x, weight, state[name + ".bias"], padding=weight.shape[-1] // 2)


def doubled(x, times=2):
    return x.repeat_interleave(times, 2).repeat_interleave(times, 3)


def rrdb_weights(inputs, ups, blocks=2, wide=4, grow=2):
    state = {}
    conv_weights(state, "conv_first", inputs, wide)
    for block in range(blocks):
        for dense in (1, 2, 3):
            for i in range(1, 6):
                outputs = grow if i < 5 else wide
                name = f"body.{block}.rdb{dense}.conv{i}"
                conv_weights(state, name, wide + (i - 1) * grow, outputs)
    conv_weights(state, "conv_body", wide, wide)
    for i in range(ups):
        conv_weights(state, f"conv_up{i + 1}", wide, wide)
    conv_weights(state, "conv_hr", wide, wide)
    conv_weights(state, "conv_last", wide, 3)
    return state


def rrdb(state, x, folded, ups, blocks=2):
    leaky = lambda y: torch.where(y > 0, y, 0.2 * y)
    first = conv(state, "conv_first", F.pixel_unshuffle(x, folded))
    deep = first
    for block in range(blocks):
        into_block = deep
        for dense in (1, 2, 3):
            seen = [deep]
            for i in range(1, 5):
                name = f"body.{block}.rdb{dense}.conv{i}"
                seen.append(leaky(conv(state, name, torch.cat(seen, 1))))
            last = conv(state, f"body.{block}.rdb{dense}.conv5", torch.cat(seen, 1))
            deep = deep + 0.2 * last
        deep = into_block + 0.2 * deep
    x = first + conv(state, "conv_body", deep)
    for i in range(ups):
        x = leaky(conv(state, f"conv_up{i + 1}", doubled(x)))
    return conv(state, "conv_last", leaky(conv(state, "conv_hr", x)))


def authors_name(name):
    name = name.replace("conv_body", "trunk_conv").replace("conv_hr", "HRconv")
    name = name.replace("body.", "RRDB_trunk.").replace(".rdb", ".RDB")
    return name.replace("conv_up", "upconv")


def sequential_name(name, ups, blocks=2):
    layer, part = name.rsplit(".", 1)
    if layer.startswith("body."):
        _, block, dense, last = layer.split(".")
        return f"model.1.sub.{block}.{dense.upper()}.{last}.0.{part}"
    places = {"conv_first": "0", "conv_body": f"1.sub.{blocks}"}
    places |= {f"conv_up{i + 1}": str(3 * i + 3) for i in range(ups)}
    places |= {"conv_hr": str(3 * ups + 2), "conv_last": str(3 * ups + 4)}
    return f"model.{places[layer]}.{part}"


def compact_weights(scale, wide=5, depth=3):
    state = {}
    sizes = [3] + [wide] * (depth + 1) + [3 * scale * scale]
    for i in range(depth + 2):
        conv_weights(state, f"body.{2 * i}", sizes[i], sizes[i + 1])
        if i <= depth:
            state[f"body.{2 * i + 1}.weight"] = torch.rand(wide).half().float()
    return state


def compact(state, x, scale, depth=3):
    y = x
    for i in range(depth + 2):
        y = conv(state, f"body.{2 * i}", y)
        if i <= depth:
            slope = state[f"body.{2 * i + 1}.weight"].view(1, -1, 1, 1)
            y = torch.where(y > 0, y, slope * y)
    return F.pixel_shuffle(y, scale) + doubled(x, scale)


def layer_weights(state, name, inputs, outputs):
    conv_weights(state, name + ".sk", inputs, outputs, 1)
    conv_weights(state, name + ".conv.0", inputs, 2 * inputs, 1)
    conv_weights(state, name + ".conv.1", 2 * inputs, 2 * outputs)
    conv_weights(state, name + ".conv.2", 2 * outputs, outputs, 1)
    # What is kept of an earlier step of training must not be used.
    conv_weights(state, name + ".eval_conv", inputs, outputs)


def layer(state, name, x):
    """As it is trained: padded first, so that the borders see the first bias too."""
    parts = [(state[f"{name}.conv.{i}.weight"], state[f"{name}.conv.{i}.bias"]) for i in range(3)]
    y = F.pad(x, (1, 1, 1, 1))
    for weight, bias in parts:
        y = F.conv2d(y, weight, bias)
    return y + conv(state, name + ".sk", x)


def span_weights(scale, wide=6):
    state = {}
    layer_weights(state, "conv_1", 3, wide)
    for block in range(1, 7):
        for i in (1, 2, 3):
            layer_weights(state, f"block_{block}.c{i}_r", wide, wide)
    layer_weights(state, "conv_2", wide, wide)
    conv_weights(state, "conv_cat", 4 * wide, wide, 1)
    conv_weights(state, "upsampler.0", wide, 3 * scale * scale)
    return state


def span(state, x, scale):
    if "no_norm" not in state:
        x = (x - torch.tensor([0.4488, 0.4371, 0.4040]).view(1, 3, 1, 1)) * 255
    first = x = layer(state, "conv_1", x)
    for block in range(1, 7):
        middle = layer(state, f"block_{block}.c1_r", x)
        y = layer(state, f"block_{block}.c2_r", F.silu(middle))
        y = layer(state, f"block_{block}.c3_r", F.silu(y))
        x = (y + x) * (torch.sigmoid(y) - 0.5)
        after_first = x if block == 1 else after_first
    x = conv(state, "conv_cat", torch.cat([first, layer(state, "conv_2", x), after_first, middle], 1))
    return F.pixel_shuffle(conv(state, "upsampler.0", x), scale)


def keep(name, state, size, network, prefix=""):
    picture = torch.rand(1, 3, *size)
    PICTURES[name + ".picture"] = picture
    PICTURES[name + ".enlarged"] = network(picture)
    halves = {prefix + key: value.half().contiguous() for key, value in state.items()}
    save_file(halves, f"{name}.safetensors")


x4 = rrdb_weights(3, ups=2)
keep("esrgan-x4", x4, (5, 7), lambda x: rrdb(x4, x, 1, 2))
keep("esrgan-x4-authors", {authors_name(k): v for k, v in x4.items()}, (5, 7), lambda x: rrdb(x4, x, 1, 2))
x8 = rrdb_weights(3, ups=3)
for ups, state in ((2, x4), (3, x8)):
    renamed = {sequential_name(k, ups): v for k, v in state.items()}
    keep(f"esrgan-x{2 ** ups}-sequential", renamed, (5, 7), lambda x: rrdb(state, x, 1, ups))
x2 = rrdb_weights(12, ups=2)
keep("real-esrgan-x2", x2, (6, 8), lambda x: rrdb(x2, x, 2, 2), "params_ema.")
x1 = rrdb_weights(48, ups=2)
keep("real-esrgan-x1", x1, (8, 12), lambda x: rrdb(x1, x, 4, 2))
small = compact_weights(3)
keep("compact-x3", small, (5, 7), lambda x: compact(small, x, 3), "params.")
swift = span_weights(2)
keep("span-x2", swift, (5, 7), lambda x: span(swift, x, 2))
plain = span_weights(4) | {"no_norm": torch.zeros(1)}
keep("span-x4-plain", plain, (5, 7), lambda x: span(plain, x, 4))
save_file(PICTURES, "pictures.safetensors")
