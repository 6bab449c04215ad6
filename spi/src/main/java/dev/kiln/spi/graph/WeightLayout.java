package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** The order of a layer's weights. */
@ValueType
public enum WeightLayout {
  /** [inputs, outputs], as {@code MatMul} wants it. */
  IN_OUT,
  /** [outputs, inputs], as torch keeps it. */
  OUT_IN,
  /** [outputs, inputs per group, height, width] of a convolution. */
  KERNEL
}
