"""Makes the tables beside it: what single files hold, and what diffusers calls each tensor.

The lists of LDM names and shapes follow the constructors of the published code (openaimodel.py,
model.py, cldm.py, open_clip). The names beside them are diffusers' own answer: its converters run
on tensors that only remember where they come from. Needs diffusers' sources alone, no torch:

    pip download --no-deps diffusers==0.42.1 && unzip diffusers-*.whl -d DIR && python make.py DIR
"""

import gzip
import importlib.util
import sys
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock


class Traced:
    """A tensor of no values: a name in a file, a shape, and which part of the rows it is."""

    def __init__(self, key, shape, part=""):
        self.key, self.shape, self.part, self.ndim = key, tuple(shape), part, len(shape)

    def __getitem__(self, index):
        index = index if isinstance(index, tuple) else (index,)
        if any(isinstance(i, int) for i in index):
            return Traced(self.key, [n for n, i in zip(self.shape, index) if not isinstance(i, int)])
        start, stop, _ = index[0].indices(self.shape[0])
        if stop - start == self.shape[0]:
            return self
        part = f"#{start // (stop - start)}/{self.shape[0] // (stop - start)}"
        return Traced(self.key, (stop - start,) + self.shape[1:], part)

    def clone(self):
        return self

    detach = contiguous = clone


class Names(dict):
    def pair(self, name, *shape):
        self[name + ".weight"] = shape
        self[name + ".bias"] = shape[:1]

    def weight(self, name, *shape):
        self[name + ".weight"] = shape


def resnet(d, p, i, o, time):
    d.pair(p + ".in_layers.0", i), d.pair(p + ".in_layers.2", o, i, 3, 3)
    d.pair(p + ".emb_layers.1", o, time)
    d.pair(p + ".out_layers.0", o), d.pair(p + ".out_layers.3", o, o, 3, 3)
    if i != o:
        d.pair(p + ".skip_connection", o, i, 1, 1)


def transformer(d, p, c, context, linear, cross_only):
    ones = () if linear else (1, 1)
    d.pair(p + ".norm", c), d.pair(p + ".proj_in", c, c, *ones), d.pair(p + ".proj_out", c, c, *ones)
    b = p + ".transformer_blocks.0"
    for name, width in ((".attn1", context if cross_only else c), (".attn2", context)):
        d.weight(b + name + ".to_q", c, c), d.pair(b + name + ".to_out.0", c, c)
        d.weight(b + name + ".to_k", c, width), d.weight(b + name + ".to_v", c, width)
    d.pair(b + ".ff.net.0.proj", 8 * c, c), d.pair(b + ".ff.net.2", c, 4 * c)
    for i in (1, 2, 3):
        d.pair(b + f".norm{i}", c)


def unet(prefix, m, mult, n, attention, context, ins=4, linear=False, classes=0, cross_only=(), control=False):
    d, time, block, skips = Names(), 4 * m, 0, [m]
    d.pair("time_embed.0", time, m), d.pair("time_embed.2", time, time)
    if classes:
        d.weight("label_emb", classes, time)
    d.pair("input_blocks.0.0", m, ins, 3, 3)
    if control:
        d.pair("zero_convs.0.0", m, m, 1, 1)
        sizes = [3, 16, 16, 32, 32, 96, 96, 256, m]
        for i in range(8):
            d.pair(f"input_hint_block.{2 * i}", sizes[i + 1], sizes[i], 3, 3)
    c = m
    for level, factor in enumerate(mult):
        for _ in range(n):
            block += 1
            resnet(d, f"input_blocks.{block}.0", c, m * factor, time)
            c = m * factor
            if level in attention:
                transformer(d, f"input_blocks.{block}.1", c, context, linear, level in cross_only)
            skips.append(c)
            if control:
                d.pair(f"zero_convs.{block}.0", c, c, 1, 1)
        if level < len(mult) - 1:
            block += 1
            d.pair(f"input_blocks.{block}.0.op", c, c, 3, 3)
            skips.append(c)
            if control:
                d.pair(f"zero_convs.{block}.0", c, c, 1, 1)
    resnet(d, "middle_block.0", c, c, time), resnet(d, "middle_block.2", c, c, time)
    transformer(d, "middle_block.1", c, context, linear, False)
    if control:
        d.pair("middle_block_out.0", c, c, 1, 1)
        return {prefix + k: v for k, v in d.items()}
    block = 0
    for level in reversed(range(len(mult))):
        for i in range(n + 1):
            resnet(d, f"output_blocks.{block}.0", c + skips.pop(), m * mult[level], time)
            c = m * mult[level]
            if level in attention:
                transformer(d, f"output_blocks.{block}.1", c, context, linear, level in cross_only)
            if level > 0 and i == n:
                d.pair(f"output_blocks.{block}.{2 if level in attention else 1}.conv", c, c, 3, 3)
            block += 1
    d.pair("out.0", c), d.pair("out.2", 4, c, 3, 3)
    return {prefix + k: v for k, v in d.items()}


def vae(prefix, m, mult, n):
    d = Names()

    def block(p, i, o):
        d.pair(p + ".norm1", i), d.pair(p + ".conv1", o, i, 3, 3)
        d.pair(p + ".norm2", o), d.pair(p + ".conv2", o, o, 3, 3)
        if i != o:
            d.pair(p + ".nin_shortcut", o, i, 1, 1)

    def middle(p, c):
        block(p + ".block_1", c, c), block(p + ".block_2", c, c)
        for name in ("q", "k", "v", "proj_out"):
            d.pair(p + ".attn_1." + name, c, c, 1, 1)
        d.pair(p + ".attn_1.norm", c)

    c = m
    d.pair("encoder.conv_in", m, 3, 3, 3)
    for level, factor in enumerate(mult):
        for i in range(n):
            block(f"encoder.down.{level}.block.{i}", c, m * factor)
            c = m * factor
        if level < len(mult) - 1:
            d.pair(f"encoder.down.{level}.downsample.conv", c, c, 3, 3)
    middle("encoder.mid", c)
    d.pair("encoder.norm_out", c), d.pair("encoder.conv_out", 8, c, 3, 3)
    d.pair("decoder.conv_in", c, 4, 3, 3)
    middle("decoder.mid", c)
    for level in reversed(range(len(mult))):
        for i in range(n + 1):
            block(f"decoder.up.{level}.block.{i}", c, m * mult[level])
            c = m * mult[level]
        if level > 0:
            d.pair(f"decoder.up.{level}.upsample.conv", c, c, 3, 3)
    d.pair("decoder.norm_out", c), d.pair("decoder.conv_out", 3, c, 3, 3)
    d.pair("quant_conv", 8, 8, 1, 1), d.pair("post_quant_conv", 4, 4, 1, 1)
    return {prefix + k: v for k, v in d.items()}


def clip(prefix, width, layers, words):
    d = Names()
    d.weight("embeddings.token_embedding", words, width)
    d.weight("embeddings.position_embedding", 77, width)
    for i in range(layers):
        p = f"encoder.layers.{i}"
        for name in "qkv":
            d.pair(f"{p}.self_attn.{name}_proj", width, width)
        d.pair(p + ".self_attn.out_proj", width, width)
        d.pair(p + ".mlp.fc1", 4 * width, width), d.pair(p + ".mlp.fc2", width, 4 * width)
        d.pair(p + ".layer_norm1", width), d.pair(p + ".layer_norm2", width)
    d.pair("final_layer_norm", width)
    return {prefix + k: v for k, v in d.items()}


def open_clip(prefix, width, layers, words):
    d = Names()
    d.weight("token_embedding", words, width)
    d["positional_embedding"] = (77, width)
    d["text_projection"] = (width, width)
    for i in range(layers):
        p = f"transformer.resblocks.{i}"
        d[p + ".attn.in_proj_weight"], d[p + ".attn.in_proj_bias"] = (3 * width, width), (3 * width,)
        d.pair(p + ".attn.out_proj", width, width)
        d.pair(p + ".mlp.c_fc", 4 * width, width), d.pair(p + ".mlp.c_proj", width, 4 * width)
        d.pair(p + ".ln_1", width), d.pair(p + ".ln_2", width)
    d.pair("ln_final", width)
    return {prefix + k: v for k, v in d.items()}


def load(folder):
    """single_file_utils alone: what it imports is not needed for renaming."""
    for name in ("torch", "yaml", "requests", "diffusers.schedulers", "diffusers.models.modeling_utils",
                 "diffusers.utils", "diffusers.utils.constants", "diffusers.utils.hub_utils",
                 "diffusers.utils.torch_utils"):
        sys.modules[name] = MagicMock()
    sys.modules["diffusers.utils"].is_transformers_available = lambda: False
    sys.modules["diffusers.utils"].is_accelerate_available = lambda: False
    for name in ("diffusers", "diffusers.loaders", "diffusers.models"):
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__path__ = []
    spec = importlib.util.spec_from_file_location(
        "diffusers.loaders.single_file_utils", folder + "/diffusers/loaders/single_file_utils.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(folder):
    reference = load(folder)
    u, f, t, k = "model.diffusion_model.", "first_stage_model.", "cond_stage_model.transformer.text_model.", "cond_stage_model.model."
    files = {
        "sd15": (unet(u, 320, (1, 2, 4, 4), 2, (0, 1, 2), 768) | vae(f, 128, (1, 2, 4, 4), 2) | clip(t, 768, 12, 49408), 2, 4),
        "sd21": (unet(u, 320, (1, 2, 4, 4), 2, (0, 1, 2), 1024, linear=True) | vae(f, 128, (1, 2, 4, 4), 2) | open_clip(k, 1024, 24, 49408), 2, 4),
        "upscaler": (unet(u, 256, (1, 2, 2, 4), 2, (1, 2, 3), 1024, ins=7, linear=True, classes=1000, cross_only=(1, 2))
                     | vae(f, 128, (1, 2, 4), 2) | open_clip(k, 1024, 24, 49408), 2, 3),
        # No published model: another number of levels and layers, so that nothing rests on 4 and 2.
        "odd": (unet(u, 32, (1, 2, 3), 1, (0, 2), 64) | vae(f, 16, (1, 2), 1) | clip(t, 64, 2, 100), 1, 2),
        "controlnet": (unet("control_model.", 320, (1, 2, 4, 4), 2, (0, 1, 2), 768, control=True), 2, 4),
    }
    for name, (shapes, layers, levels) in files.items():
        tensors = {key: Traced(key, shape) for key, shape in shapes.items()}
        config = {"layers_per_block": layers, "num_class_embeds": 1000,
                  "down_block_types": levels * [0], "up_block_types": levels * [0]}
        if name == "controlnet":
            networks = {"controlnet": reference.convert_controlnet_checkpoint(tensors, config)}
        else:
            text = ({key[len("cond_stage_model.transformer."):]: v for key, v in tensors.items() if key.startswith(t)}
                    if k + "ln_final.weight" not in tensors else
                    reference.convert_open_clip_checkpoint(SimpleNamespace(config=SimpleNamespace(hidden_size=1024)), tensors))
            networks = {"unet": reference.convert_ldm_unet_checkpoint(tensors, config),
                        "vae": reference.convert_ldm_vae_checkpoint(tensors, config), "text_encoder": text}
        lines = [f"file {key} {','.join(map(str, shape))}" for key, shape in shapes.items()]
        for network, state in networks.items():
            lines += [f"{network} {key} {','.join(map(str, v.shape))} {v.key}{v.part}"
                      for key, v in state.items() if v is not None]
        with open(name + ".txt.gz", "wb") as out:
            out.write(gzip.compress("\n".join(lines).encode() + b"\n", mtime=0))
        print(name, len(shapes), {network: len(state) for network, state in networks.items()})


main(sys.argv[1])
