"""Writes reference.json: what ONNX Runtime's own quantizers make of weights.

    pip install onnxruntime==1.29.0 onnx numpy
    python reference.py

Each case has weights [outputs, inputs] and how many bits a code has. Cases of blocks have what `quantize_matmul_8bits`
and `quantize_matmul_4bits` make of them, blocks of 32, symmetric; those of rows what `quantize_data` makes of each
output, int8, symmetric. Both have what the codes mean.
"""
import json

import numpy as np
import onnx
from onnxruntime.capi._pybind_state import quantize_matmul_4bits, quantize_matmul_8bits
from onnxruntime.quantization.quant_utils import quantize_data

SIZE = 32
random = np.random.default_rng(7)


def blocks(weights, bits):
    outputs, inputs = weights.shape
    count = (inputs + SIZE - 1) // SIZE
    codes = np.zeros((outputs, count, SIZE * bits // 8), np.uint8)
    scales = np.zeros(outputs * count, np.float32)
    zeros = np.zeros(outputs * ((count * bits + 7) // 8), np.uint8)
    quantizer = quantize_matmul_8bits if bits == 8 else quantize_matmul_4bits
    quantizer(codes, np.ascontiguousarray(weights.T), scales, zeros, SIZE, outputs, inputs, True)
    split = codes if bits == 8 else np.stack([codes & 15, codes >> 4], -1)
    # What fills the last block of a row means nothing.
    own = split.reshape(outputs, count * SIZE)[:, :inputs]
    spread = np.repeat(scales.reshape(outputs, count), SIZE, 1)[:, :inputs]
    means = (own.astype(np.float32) - 2 ** (bits - 1)) * spread
    return {"form": "blocks", "bits": bits, "codes": own.astype(int).ravel().tolist(), "scales": scales.tolist(),
            "means": means.astype(np.float64).ravel().tolist()}


def rows(weights):
    codes, scales, means = [], [], []
    for row in weights:
        zero, scale, quantized = quantize_data(row, onnx.TensorProto.INT8, True)[-3:]
        codes += np.asarray(quantized).astype(int).tolist()
        scales.append(float(np.ravel(scale)[0]))
        means += (np.asarray(quantized).astype(np.float64) * scales[-1]).tolist()
    return {"form": "rows", "bits": 8, "codes": codes, "scales": scales, "means": means}


cases = []
for outputs, inputs in ((3, 64), (2, 80), (5, 33)):
    weights = (random.standard_normal((outputs, inputs)) / 8).astype(np.float32)
    weights[0, :20] = 0
    for case in (blocks(weights, 8), blocks(weights, 4), rows(weights)):
        cases.append({"outputs": outputs, "inputs": inputs, "weights": weights.astype(np.float64).ravel().tolist()} | case)
with open("reference.json", "w") as file:
    json.dump({"cases": cases}, file)
