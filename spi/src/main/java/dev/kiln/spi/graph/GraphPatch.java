package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * A change of one network, as {@link dev.kiln.spi.hook.GraphPatcher} opened it for a pass. One that
 * changes nothing but weights is a {@link WeightsPatch}.
 */
@ImplementedByPlugins
public interface GraphPatch {
  /**
   * What tells this change from another of the same plugin: names, strengths, hashes of files. Two
   * patches of one fingerprint make the same graph and warn of the same; the second is not applied
   * but its session used again.
   */
  String fingerprint();

  /** Whether it makes another graph for each shape, and so needs {@link NetworkContext#shape}. */
  default boolean dependsOnShape() {
    return false;
  }

  /** Make the change. */
  void apply(NetworkGraph network);
}
