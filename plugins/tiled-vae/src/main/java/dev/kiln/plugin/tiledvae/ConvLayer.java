package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution.
 *
 * @param kernel rows of its kernel
 * @param height rows of its source
 */
record ConvLayer(Operator operator, long kernel, long height) implements Layer {
  /**
   * @param kernel rows of its kernel
   * @throws UnknownLayer when it reads rows in another way than its kernel and stride say
   */
  static ConvLayer of(Operator operator, long kernel, long height) {
    boolean dilated = Arrays.stream(list(operator, "dilations", 1, 1)).anyMatch(it -> it != 1);
    Object padding = operator.attributes().values().getOrDefault("auto_pad", "NOTSET");
    if (dilated || !padding.equals("NOTSET")) {
      throw new UnknownLayer("one of its convolutions is dilated or pads by itself");
    }
    return new ConvLayer(operator, kernel, height);
  }

  static long stride(Operator operator) {
    return list(operator, "strides", 1, 1)[0];
  }

  private static long[] list(Operator operator, String name, long... otherwise) {
    return operator.attributes().values().get(name) instanceof long[] found ? found : otherwise;
  }

  /** Above, left, below, right. */
  private long[] pads() {
    return list(operator, "pads", 0, 0, 0, 0);
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
    long stride = stride(operator);
    long above = pads()[0];
    return new Rows(rows.from() * stride - above, (rows.to() - 1) * stride - above + kernel);
  }

  @Override
  public Value write(GraphEditor graph, Rows rows, List<Value> sources) {
    Rows reads = reads(rows);
    long above = Math.max(0, -reads.from());
    long below = Math.max(0, reads.to() - height);
    Attributes attributes =
        operator.attributes().andList("pads", above, pads()[1], below, pads()[3]);
    Value[] inputs = operator.inputs().toArray(Value[]::new);
    inputs[0] = sources.get(0);
    return graph.op(operator.name(), attributes, inputs);
  }
}
