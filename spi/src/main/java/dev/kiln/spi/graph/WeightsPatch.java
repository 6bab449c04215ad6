package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * A change of nothing but weights. The host may make it in a session that is there already, in
 * place of making another: it is then applied each time that the session's weights are to be
 * others, each time to the model's own.
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
