package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.Optional;

/** Products with weights in the layout that a layer has them in. */
final class Products {
  private final GraphEditor graph;
  private final WeightLayout layout;

  Products(GraphEditor graph, WeightLayout layout) {
    this.graph = graph;
    this.layout = layout;
  }

  /** The axis of the weights that counts what the layer makes. */
  long outputs() {
    return layout == WeightLayout.IN_OUT ? 1 : 0;
  }

  Value product(Value x, Value weights) {
    return layout == WeightLayout.IN_OUT
        ? graph.matmul(x, weights)
        : graph.op("com.microsoft.FusedMatMul", Attributes.of("transB", 1), x, weights);
  }

  Value linear(Value x, Value weights, Optional<Value> bias) {
    Value product = product(x, weights);
    return bias.map(value -> graph.add(product, value)).orElse(product);
  }
}
