package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.NetworkGraph;

/** A layer's bias and its GELU in one operator. */
final class BiasedGelu implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (FeedForward unit : network.feedForwards()) {
      boolean whole = unit.value().isEmpty() && unit.input().equals(unit.linear().output());
      boolean apart = !unit.linear().product().equals(unit.linear().output());
      if (unit.activation() == Activation.GELU && whole && apart) {
        unit.linear()
            .bias()
            .ifPresent(
                bias ->
                    network.replace(
                        unit.activated(),
                        network
                            .editor()
                            .at(unit.path())
                            .op("com.microsoft.BiasGelu", unit.linear().product(), bias)));
      }
    }
  }
}
