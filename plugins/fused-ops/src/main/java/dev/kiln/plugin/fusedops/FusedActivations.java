package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.ActivationLayer;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.Set;

/** Activations as one operator each: Gelu, and QuickGelu, which with a slope of 1 is SiLU. */
record FusedActivations(Set<Activation> kinds) implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (ActivationLayer layer : network.activations()) {
      if (kinds.contains(layer.kind())) {
        network.replace(layer.output(), write(network.editor(), layer));
      }
    }
  }

  private static Value write(GraphEditor graph, ActivationLayer layer) {
    return switch (layer.kind()) {
      case GELU -> graph.op("com.microsoft.Gelu", layer.input());
      case SILU -> quickGelu(graph, layer.input(), 1);
      case QUICK_GELU -> quickGelu(graph, layer.input(), 1.702f);
      case GELU_TANH, RELU -> layer.output();
    };
  }

  private static Value quickGelu(GraphEditor graph, Value x, float slope) {
    return graph.op("com.microsoft.QuickGelu", Attributes.of("alpha", slope), x);
  }
}
