package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;

/** A gated layer as two products, so that no slice copies what they make. */
final class SplitGates implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (FeedForward unit : network.feedForwards()) {
      unit.value().ifPresent(value -> split(network, unit, value));
    }
  }

  private static void split(NetworkGraph network, FeedForward unit, Value value) {
    long half = unit.linear().outputs() / 2;
    Value first = part(network, unit.linear(), 0, half);
    Value second = part(network, unit.linear(), half, 2 * half);
    network.replace(value, unit.valueFirst() ? first : second);
    network.replace(unit.input(), unit.valueFirst() ? second : first);
  }

  private static Value part(NetworkGraph network, LinearLayer layer, long start, long end) {
    GraphEditor graph = network.editor().at(layer.path());
    Products products = new Products(graph, layer.layout());
    // Slices of constants, which the runtime takes once, when it loads the network.
    Value weights = graph.slice(network.weights(layer), products.outputs(), start, end);
    return products.linear(
        layer.input(), weights, layer.bias().map(bias -> graph.slice(bias, 0, start, end)));
  }
}
