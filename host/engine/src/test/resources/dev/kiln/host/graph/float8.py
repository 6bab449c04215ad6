"""Writes float8.txt: all bytes as float8_e4m3fn and float8_e5m2, each as the bits of its float32.

Needs ml_dtypes 0.5 or newer (the types of JAX and TensorFlow): python float8.py > float8.txt
"""

import ml_dtypes
import numpy

BITS = numpy.arange(256, dtype=numpy.uint8)

print("byte e4m3fn e5m2")
columns = [
    BITS.view(kind).astype(numpy.float32).view(numpy.uint32)
    for kind in (ml_dtypes.float8_e4m3fn, ml_dtypes.float8_e5m2)
]
for byte, first, second in zip(BITS, *columns):
    print(f"{byte:02x} {first:08x} {second:08x}")
