package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/** Writes one side of {@link GraphEditor#choose}. */
@ImplementedByPlugins
@FunctionalInterface
public interface Branch {
  Value write(GraphEditor body);
}
