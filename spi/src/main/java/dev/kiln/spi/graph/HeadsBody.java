package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/** Writes an attention whose heads are apart, for {@link GraphEditor#perHead}. */
@ImplementedByPlugins
@FunctionalInterface
public interface HeadsBody {
  /**
   * Write the body.
   *
   * @param q [B, H, N, D]
   * @param kv keys and values, [B, H, L, D] each
   * @param bias broadcast to [B, H, N, L], or {@link Value#NONE}
   * @return [B, H, N, D]
   */
  Value write(Value q, KeyValue kv, Value bias);
}
