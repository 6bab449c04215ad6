package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/** Each pixel as four. */
record ResizeLayer(Operator operator) implements Layer {
  static final long FACTOR = 2;

  /**
   * @throws UnknownLayer when it mixes pixels
   */
  static ResizeLayer of(Operator operator) {
    Object mode = operator.attributes().values().getOrDefault("mode", "nearest");
    if (!mode.equals("nearest")) {
      throw new UnknownLayer("it enlarges by '" + mode + "', not by the nearest pixel");
    }
    return new ResizeLayer(operator);
  }

  @Override
  public Value output() {
    return operator.outputs().get(0);
  }

  @Override
  public List<Value> sources() {
    return List.of(operator.inputs().get(0));
  }

  @Override
  public Rows reads(Rows rows) {
    return new Rows(rows.from() / FACTOR, (rows.to() + FACTOR - 1) / FACTOR);
  }

  @Override
  public Value write(GraphEditor graph, Rows rows, List<Value> sources) {
    Rows made = new Rows(FACTOR * reads(rows).from(), FACTOR * reads(rows).to());
    Value larger = larger(graph, sources.get(0), rows.count());
    Rows wanted = rows.since(made.from());
    return made.equals(rows) ? larger : graph.slice(larger, 2, wanted.from(), wanted.to());
  }

  /**
   * @param mark differs between the times that the same rows are enlarged. The runtime computes
   *     equal operators once, and would hold the largest value of all from the first time to the
   *     last
   */
  private Value larger(GraphEditor graph, Value source, float mark) {
    Value scales = graph.constant(Tensor.of(new float[] {1, 1, FACTOR, FACTOR}, 4));
    Value region = operator.inputs().size() > 1 ? operator.inputs().get(1) : Value.NONE;
    // Without effect on the nearest pixel.
    Attributes attributes = operator.attributes().and("extrapolation_value", mark);
    return graph.op("Resize", attributes, source, region, scales);
  }
}
