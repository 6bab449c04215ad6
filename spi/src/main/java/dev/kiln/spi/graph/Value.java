package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/**
 * A tensor that flows through a network's graph. Its numbers exist only when the network runs; this
 * is its name in the one graph that it belongs to.
 *
 * @param name unique in its graph; empty for an optional input that is left out
 */
@ValueType
public record Value(String name) {
  /** An optional input of an operator that is left out. */
  public static final Value NONE = new Value("");
}
