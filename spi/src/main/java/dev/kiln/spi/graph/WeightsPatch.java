package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * A change of weights only. The host may apply it inside an existing session instead of making
 * another. It is then applied each time the session's weights change, always to the model's own
 * weights.
 */
@ImplementedByPlugins
public interface WeightsPatch extends GraphPatch {
  /** Make the change. */
  void apply(NetworkWeights weights);

  @Override
  default void apply(NetworkGraph network) {
    apply((NetworkWeights) network);
  }
}
