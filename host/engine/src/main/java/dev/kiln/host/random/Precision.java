package dev.kiln.host.random;

import dev.kiln.host.graph.ElementType;

/** The precision of stored numbers. */
public enum Precision {
  F32(ElementType.FLOAT),
  F16(ElementType.FLOAT16),
  BF16(ElementType.BFLOAT16);

  private final ElementType type;

  Precision(ElementType type) {
    this.type = type;
  }

  ElementType type() {
    return type;
  }
}
