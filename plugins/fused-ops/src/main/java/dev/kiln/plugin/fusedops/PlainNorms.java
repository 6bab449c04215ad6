package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NormLayer;
import dev.kiln.spi.graph.Value;

/**
 * A layer norm as SkipLayerNormalization with its input as its own skip: of 2x, mean and deviation
 * double, so with four times the epsilon the result is the same.
 */
final class PlainNorms implements Rewrite {
  static final String OPERATOR = "com.microsoft.SkipLayerNormalization";

  @Override
  public void apply(NetworkGraph network) {
    for (NormLayer norm : network.norms()) {
      Value normed =
          network
              .editor()
              .at(norm.path())
              .op(
                  OPERATOR,
                  Attributes.of("epsilon", 4 * norm.epsilon()),
                  norm.input(),
                  norm.input(),
                  norm.weight(),
                  norm.bias());
      network.replace(norm.output(), normed);
    }
  }
}
