package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** The activation function of a feed-forward layer. */
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
