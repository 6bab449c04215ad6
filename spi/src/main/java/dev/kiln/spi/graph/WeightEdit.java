package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/** Changes some of a layer's weights, for {@link NetworkWeights#rewrite}. */
@ImplementedByPlugins
@FunctionalInterface
public interface WeightEdit {
  /**
   * Change the weights in the array. Called from several threads at once, never twice for the same
   * weights; the result for a weight must not depend on how the layer was split.
   *
   * @param layer whose weights they are
   * @param first the first row among all of the layer's first axis
   * @param rows whole rows, one after the other, in the layer's own layout
   */
  void rewrite(LinearLayer layer, int first, float[] rows);
}
