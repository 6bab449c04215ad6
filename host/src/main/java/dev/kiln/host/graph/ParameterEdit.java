package dev.kiln.host.graph;

import dev.kiln.spi.graph.LinearLayer;

/** Reads and replaces the weights of layers, as the node that computes the layer sees them. */
final class ParameterEdit {
  /** Larger ones are kept beside the structure, not in it. */
  private static final int INLINE = 1024;

  private final GraphIndex index;
  private final NodeWriter writer;

  ParameterEdit(GraphIndex index, NodeWriter writer) {
    this.index = index;
    this.writer = writer;
  }

  float[] read(LinearLayer layer) {
    ParameterChain chain = chain(layer);
    float[] stored = WeightValues.floats(chain.weight());
    if (!chain.turned()) {
      return stored;
    }
    int rows = (int) chain.weight().shape()[0];
    int columns = (int) chain.weight().shape()[1];
    float[] turned = new float[stored.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = stored[row * columns + column];
      }
    }
    return turned;
  }

  void write(LinearLayer layer, float[] weights) {
    Node node = node(layer);
    long[] shape = chain(layer).shape();
    ElementType type = writer.types().of(node.input(1));
    long size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (weights.length != size) {
      throw new IllegalArgumentException(
          "the layer %s has %d weights of shape %s, found %d"
              .formatted(layer.path(), size, layer.shape(), weights.length));
    }
    Weight.Data data =
        weights.length <= INLINE
            ? new Weight.Inline(WeightValues.bytes(type, weights))
            : new Weight.InMemory(WeightValues.direct(type, weights));
    // Under a name of its own: others may share the old one.
    String name = writer.at(layer.path()).unique("weight");
    node.inputs().set(1, writer.weight(new Weight(name, type, shape, data)).name());
  }

  private Node node(LinearLayer layer) {
    return index
        .maker(layer.product().name())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the layer " + layer.path() + " is no longer part of the network"));
  }

  private ParameterChain chain(LinearLayer layer) {
    return ParameterChain.of(index, node(layer).input(1)).orElseThrow();
  }
}
