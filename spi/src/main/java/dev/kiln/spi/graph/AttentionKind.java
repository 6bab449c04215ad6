package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** Where the keys of an attention come from. */
@ValueType
public enum AttentionKind {
  /** From the same tokens as its queries. */
  SELF,
  /** From elsewhere: the text's embedding, say. */
  CROSS
}
