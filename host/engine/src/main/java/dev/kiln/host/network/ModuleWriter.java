package dev.kiln.host.network;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.host.network.LayerOperators.LinearShape;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Value;
import java.util.Arrays;

/**
 * Writes one module of a network: its parameters have the names of torch's state dict, its nodes
 * the same path with slashes, {@code /down_blocks.0/attentions.0/proj_in/Conv}.
 */
public final class ModuleWriter {
  private final NodeWriter graph;
  private final WeightSource weights;
  private final LayerOperators operators;
  private final String name;

  private ModuleWriter(
      NodeWriter graph, WeightSource weights, LayerOperators operators, String name) {
    this.graph = graph;
    this.weights = weights;
    this.operators = operators;
    this.name = name;
  }

  /** The outermost module of a graph whose inputs are declared. */
  static ModuleWriter of(Graph graph, WeightSource weights, LayerOperators operators) {
    graph.operatorSets().put("", operators.operatorSet());
    return new ModuleWriter(NodeWriter.of(graph), weights, operators, "");
  }

  /** A module inside this one: {@code "resnets.0"}. */
  ModuleWriter at(String child) {
    String full = name.isEmpty() ? child : name + "." + child;
    return new ModuleWriter(graph.at(child), weights, operators, full);
  }

  /** Writes nodes below this module's path. */
  public NodeWriter graph() {
    return graph;
  }

  LayerOperators operators() {
    return operators;
  }

  /** A parameter of this module: {@code "weight"}. */
  public Value parameter(String parameter, long... shape) {
    return graph.weight(weights.weight(name + "." + parameter, shape));
  }

  /**
   * A convolution with bias.
   *
   * @param kernel its side
   * @param padding on all four sides
   */
  Value conv(Value x, int in, int out, int kernel, int stride, int padding) {
    return conv(x, new long[] {out, in, kernel, kernel}, stride, padding, padding);
  }

  /**
   * A convolution with bias that is padded below and to the right only, as the encoder's
   * downsamplers are.
   */
  Value convPaddedBehind(Value x, int channels) {
    return conv(x, new long[] {channels, channels, 3, 3}, 2, 0, 1);
  }

  private Value conv(Value x, long[] weight, int stride, int before, int behind) {
    Attributes attributes =
        Attributes.ofList("kernel_shape", weight[2], weight[3])
            .andList("strides", stride, stride)
            .andList("pads", before, before, behind, behind);
    return graph.op(
        "Conv", attributes, x, parameter("weight", weight), parameter("bias", weight[0]));
  }

  /** y = x·Wᵀ + b; x is [batch, tokens, in]. */
  Value linear(Value x, int in, int out) {
    return operators.linear(this, x, new LinearShape(in, out, true));
  }

  /** y = x·Wᵀ + b; x is [batch, in]. */
  Value gemm(Value x, int in, int out) {
    return graph.op(
        "Gemm",
        Attributes.of("transB", 1),
        x,
        parameter("weight", out, in),
        parameter("bias", out));
  }

  /** The shape of another value, as a reshape takes it. */
  Value shapeOf(Value x) {
    return graph.op("Shape", x);
  }

  /** Rows of a table. */
  Value embedding(Value ids, int entries, int width) {
    return graph.op("Gather", parameter("weight", entries, width), ids);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(new String[] {operators.getClass().getSimpleName()});
  }
}
