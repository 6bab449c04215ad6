"""Makes blocks.gguf with the package gguf: packed numbers of each type, and what it unpacks them to."""

import numpy as np
from gguf import GGMLQuantizationType as Type, GGUFWriter
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import dequantize

ROWS, COLUMNS = 3, 512
# Where the halves of a block are: random bits there would be infinite or huge.
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
          "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}

random = np.random.default_rng(7)
writer = GGUFWriter("blocks.gguf", "sd1")
writer.add_string("modelspec.title", "blocks")
writer.add_array("comfy.gguf.orig_shape.folded", [24, 64])


def packed(name):
    elements, size = GGML_QUANT_SIZES[Type[name]]
    blocks = random.integers(0, 256, (ROWS * COLUMNS // elements, size), dtype=np.uint8)
    for at in HALVES[name]:
        halves = random.uniform(-0.1, 0.1, len(blocks)).astype(np.float16)
        blocks[:, at : at + 2] = halves.view(np.uint8).reshape(-1, 2)
    return blocks.reshape(ROWS, -1)


for name in HALVES:
    data = packed(name)
    writer.add_tensor(name + ".packed", data, raw_dtype=Type[name])
    writer.add_tensor(name + ".expected", dequantize(data, Type[name]).astype(np.float32))
data = packed("Q8_0")
writer.add_tensor("folded", data, raw_dtype=Type.Q8_0)
writer.add_tensor("folded.expected", dequantize(data, Type.Q8_0).astype(np.float32))
halves = random.normal(size=(2, 3, 1, 1)).astype(np.float16)
writer.add_tensor("F16.packed", halves)
writer.add_tensor("F16.expected", halves.astype(np.float32))
brains = random.integers(0, 0x4000, (2, 5), dtype=np.uint16)
writer.add_tensor("BF16.packed", brains.view(np.uint8), raw_dtype=Type.BF16)
writer.add_tensor("BF16.expected", (brains.astype(np.uint32) << 16).view(np.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
