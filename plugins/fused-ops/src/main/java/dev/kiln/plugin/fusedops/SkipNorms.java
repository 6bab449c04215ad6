package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NormLayer;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;

/** A sum and its layer norm as SkipLayerNormalization, which gives out both. */
final class SkipNorms implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    // One at a time: the sum of one is what the next adds to.
    for (Optional<NormLayer> norm = next(network); norm.isPresent(); norm = next(network)) {
      List<Value> results =
          network
              .editor()
              .at(norm.get().path())
              .ops(
                  PlainNorms.OPERATOR,
                  4,
                  Attributes.of("epsilon", norm.get().epsilon()),
                  norm.get().addends().get(0),
                  norm.get().addends().get(1),
                  norm.get().weight(),
                  norm.get().bias());
      network.replace(norm.get().output(), results.get(0));
      network.replace(norm.get().input(), results.get(3));
    }
  }

  private static Optional<NormLayer> next(NetworkGraph network) {
    return network.norms().stream().filter(norm -> !norm.addends().isEmpty()).findFirst();
  }
}
