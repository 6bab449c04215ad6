package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * An operator that computes each pixel from the same pixel of its sources.
 *
 * @param sources among its inputs
 */
record PointwiseLayer(Operator operator, List<Value> sources) implements Layer {
  static final Set<String> OPERATORS =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Sigmoid",
          "Tanh",
          "Relu",
          "Exp",
          "Neg",
          "Cast",
          "Identity",
          "com.microsoft.QuickGelu");

  @Override
  public Value output() {
    return operator.outputs().get(0);
  }

  /** Whether it adds two values with rows, as a residual and what is added to it are. */
  boolean sum() {
    return operator.name().equals("Add") && sources.size() == 2;
  }

  @Override
  public Rows reads(Rows rows) {
    return rows;
  }

  @Override
  public Value write(GraphEditor graph, Rows rows, List<Value> parts) {
    Value[] inputs =
        operator.inputs().stream()
            .map(input -> sources.contains(input) ? parts.get(sources.indexOf(input)) : input)
            .toArray(Value[]::new);
    return graph.op(operator.name(), operator.attributes(), inputs);
  }
}
