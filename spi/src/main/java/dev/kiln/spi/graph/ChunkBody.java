package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/** Writes what is done with one part of an axis, for {@link GraphEditor#chunks}. */
@ImplementedByPlugins
@FunctionalInterface
public interface ChunkBody {
  /**
   * Write the body.
   *
   * @param part of the value
   * @param start where it begins along the axis: a whole number of rank 0
   * @param end where it ends; may lie beyond the last part's
   */
  Value write(GraphEditor body, Value part, Value start, Value end);
}
