package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NormLayer;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.List;

/**
 * The scale and shift of a norm inside the weights and bias of the layers that read it: (n·g + c)·W
 * is n·(g·W) + c·W. The norm still runs, with a scale of 1.
 */
final class FoldedNorms implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (NormLayer norm : network.norms()) {
      List<LinearLayer> readers =
          network.linears().stream()
              .filter(layer -> layer.input().equals(norm.output()) && layer.shape().size() == 2)
              .toList();
      if (!readers.isEmpty()) {
        Value plain = plain(network.editor().at(norm.path()), norm);
        readers.forEach(layer -> fold(network, norm, layer, plain));
      }
    }
  }

  private static Value plain(GraphEditor graph, NormLayer norm) {
    Value one = graph.op("Div", norm.weight(), norm.weight());
    return graph.op(
        "LayerNormalization",
        Attributes.of("axis", -1).and("epsilon", norm.epsilon()),
        norm.input(),
        one);
  }

  private static void fold(NetworkGraph network, NormLayer norm, LinearLayer layer, Value plain) {
    GraphEditor graph = network.editor().at(layer.path());
    Products products = new Products(graph, layer.layout());
    Value weights = network.weights(layer);
    Value scale =
        layer.layout() == WeightLayout.IN_OUT ? graph.reshape(norm.weight(), -1, 1) : norm.weight();
    Value linear = products.product(plain, graph.mul(weights, scale));
    if (!norm.bias().equals(Value.NONE)) {
      linear = graph.add(linear, products.product(graph.reshape(norm.bias(), 1, -1), weights));
    }
    Value shifted = linear;
    network.replace(
        layer.output(), layer.bias().map(bias -> graph.add(shifted, bias)).orElse(shifted));
  }
}
