package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.Optional;

/**
 * A gated layer as two products, so that no slice copies what they make.
 *
 * @param biasGelu whether the gate's bias and its GELU become one operator as well
 */
record SplitGates(boolean biasGelu) implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (FeedForward unit : network.feedForwards()) {
      unit.value().ifPresent(value -> split(network, unit, value));
    }
  }

  private void split(NetworkGraph network, FeedForward unit, Value value) {
    Half first = half(network, unit.linear(), 0);
    Half second = half(network, unit.linear(), unit.linear().outputs() / 2);
    Half gate = unit.valueFirst() ? second : first;
    network.replace(value, (unit.valueFirst() ? first : second).output(network.editor()));
    if (biasGelu && unit.activation() == Activation.GELU && gate.bias().isPresent()) {
      Value bias = gate.bias().get();
      Value bent = network.editor().op("com.microsoft.BiasGelu", gate.product(), bias);
      network.replace(unit.activated(), bent);
    } else {
      network.replace(unit.input(), gate.output(network.editor()));
    }
  }

  private static Half half(NetworkGraph network, LinearLayer layer, long start) {
    GraphEditor graph = network.editor().at(layer.path());
    Products products = new Products(graph, layer.layout());
    long end = start + layer.outputs() / 2;
    // Slices of constants, which the runtime takes once, when it loads the network.
    Value weights = graph.slice(network.weights(layer), products.outputs(), start, end);
    return new Half(
        products.product(layer.input(), weights),
        layer.bias().map(bias -> graph.slice(bias, 0, start, end)));
  }

  /** Half of what a layer makes. */
  private record Half(Value product, Optional<Value> bias) {
    Value output(GraphEditor graph) {
      return bias.map(value -> graph.add(product, value)).orElse(product);
    }
  }
}
