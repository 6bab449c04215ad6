package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** How far the runtime rewrites a graph itself. Each includes those before it. */
@ValueType
public enum Optimization {
  NONE,
  /** Constants folded, operators without effect removed. */
  BASIC,
  /** Operators fused. */
  EXTENDED,
  /** Convolutions in the layout that is fastest on the processor. */
  LAYOUT
}
