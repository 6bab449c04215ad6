package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** What a feed-forward bends its values with. */
@ValueType
public enum Activation {
  /** x * Phi(x), by the error function. */
  GELU,
  /** The same, approximated by tanh. */
  GELU_TANH,
  /** x * sigmoid(1.702 x). */
  QUICK_GELU,
  /** x * sigmoid(x). */
  SILU,
  RELU
}
