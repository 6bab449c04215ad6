package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A layer, and the operator that computes it.
 *
 * @param rank how many axes it reads; 0 where that is not known
 */
record Site(LinearLayer layer, Operator operator, int rank) {
  private static final List<String> PRODUCTS =
      List.of("MatMul", "Gemm", "com.microsoft.FusedMatMul");

  static Optional<Site> of(NetworkGraph network, LinearLayer layer) {
    return network
        .operator(layer.product())
        .map(it -> new Site(layer, it, network.knownShape(it.inputs().get(0)).size()));
  }

  Value input() {
    return operator.inputs().get(0);
  }

  Value weights() {
    return operator.inputs().get(1);
  }

  /** What its own operator adds. */
  Optional<Value> bias() {
    return operator.inputs().stream().skip(2).filter(it -> !it.equals(Value.NONE)).findFirst();
  }

  int outputs() {
    return Math.toIntExact(layer.outputs());
  }

  int inputs() {
    return Math.toIntExact(layer.inputs());
  }

  /** Weights of a kernel; 1 for a product. */
  int kernel() {
    return layer.layout() == WeightLayout.KERNEL
        ? Math.toIntExact(layer.shape().get(2) * layer.shape().get(3))
        : 1;
  }

  /** Whether it is x·W + b and nothing else. */
  boolean isProduct() {
    return PRODUCTS.contains(operator.name())
        && number("alpha", 1) == 1
        && number("beta", 1) == 1
        && number("transA", 0) == 0;
  }

  private double number(String attribute, double otherwise) {
    return operator.attributes().values().get(attribute) instanceof Number number
        ? number.doubleValue()
        : otherwise;
  }

  /** A list of numbers, {@code strides} for instance. */
  List<Long> list(String attribute, Long... otherwise) {
    return operator.attributes().values().get(attribute) instanceof long[] list
        ? Arrays.stream(list).boxed().toList()
        : List.of(otherwise);
  }

  /** Whether it is a convolution of all channels that goes from pixel to pixel. */
  boolean isDense() {
    boolean pads =
        operator.attributes().values().getOrDefault("auto_pad", "NOTSET").equals("NOTSET");
    return operator.name().equals("Conv")
        && pads
        && number("group", 1) == 1
        && list("strides", 1L, 1L).equals(List.of(1L, 1L))
        && list("dilations", 1L, 1L).equals(List.of(1L, 1L));
  }

  /**
   * Weights by output.
   *
   * @param weights as the layer has them
   * @return [outputs, inputs·kernel]
   */
  float[] rows(float[] weights) {
    if (layer.layout() != WeightLayout.IN_OUT) {
      return weights;
    }
    int outputs = outputs();
    int inputs = inputs();
    float[] rows = new float[weights.length];
    for (int input = 0; input < inputs; input++) {
      for (int output = 0; output < outputs; output++) {
        rows[output * inputs + input] = weights[input * outputs + output];
      }
    }
    return rows;
  }
}
