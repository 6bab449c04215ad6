package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.host.graph.find.ParameterChain;
import dev.kiln.host.graph.find.VectorFinder;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightEdit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads and replaces weights and vectors, as the nodes that compute with them see them. */
public final class ParameterEdit {
  /** Larger ones are kept beside the structure, not in it. */
  private static final int INLINE = 1024;

  private final GraphIndex index;
  private final NodeWriter writer;
  private final VectorFinder vectors;

  ParameterEdit(GraphIndex index, NodeWriter writer) {
    this.index = index;
    this.writer = writer;
    this.vectors = new VectorFinder(index);
  }

  Value weights(LinearLayer layer) {
    return new Value(node(layer).input(1));
  }

  /** The layer's operator once more, on what it reads now, with other weights. */
  Value product(LinearLayer layer, Value weights) {
    Node node = node(layer);
    String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
    // What the layer reads now may have been replaced since it was found.
    Value[] inputs = {new Value(node.input(0)), writer.like(weights, layer.product())};
    return writer
        .at(layer.path())
        .append(domain + node.operator(), 1, node.attributes(), inputs)
        .get(0);
  }

  float[] read(LinearLayer layer) {
    ParameterChain chain = chain(layer);
    float[] stored = WeightValues.floats(chain.weight());
    return chain.turned() ? turned(stored, chain.weight().shape()) : stored;
  }

  /** A matrix with its axes exchanged. */
  public static float[] turned(float[] stored, long[] shape) {
    int rows = (int) shape[0];
    int columns = (int) shape[1];
    float[] turned = new float[stored.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = stored[row * columns + column];
      }
    }
    return turned;
  }

  void write(LinearLayer layer, float[] weights) {
    long[] shape = chain(layer).shape();
    long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (weights.length != size) {
      throw new IllegalArgumentException(
          "the layer %s has %d weights of shape %s, found %d"
              .formatted(layer.path(), size, layer.shape(), weights.length));
    }
    put(node(layer), 1, layer.path() + "/weight", shape, weights);
  }

  /** Layers are independent of each other: all are computed at once, then written in order. */
  void rewrite(List<LinearLayer> layers, WeightEdit edit) {
    List<float[]> changed =
        layers.parallelStream()
            .map(
                layer -> {
                  float[] weights = read(layer);
                  edit.rewrite(layer, 0, weights);
                  return weights;
                })
            .toList();
    for (int i = 0; i < layers.size(); i++) {
      write(layers.get(i), changed.get(i));
    }
  }

  float[] read(Parameter parameter) {
    Node node = node(parameter.reader(), parameter.path());
    return WeightValues.floats(vector(node, parameter));
  }

  void write(Parameter parameter, float[] values) {
    Node node = node(parameter.reader(), parameter.path());
    Weight old = vector(node, parameter);
    if (values.length != old.size()) {
      throw new IllegalArgumentException(
          "the vector %s has %d numbers, found %d"
              .formatted(parameter.path(), old.size(), values.length));
    }
    String name = parameter.path() + "/" + parameter.role().name().toLowerCase(Locale.ROOT);
    put(node, position(node, parameter), name, old.shape(), values);
  }

  private Weight vector(Node node, Parameter parameter) {
    return vectors.vector(node.input(position(node, parameter))).orElseThrow();
  }

  private int position(Node node, Parameter parameter) {
    return vectors.position(node, parameter.role()).orElseThrow();
  }

  /** Under a name of its own: others may share the old one. */
  private void put(Node node, int input, String name, long[] shape, float[] values) {
    ElementType type = writer.types().of(node.input(input));
    Weight.Data data =
        values.length <= INLINE
            ? new Weight.Inline(WeightValues.bytes(type, values))
            : new Weight.InMemory(WeightValues.direct(type, values));
    String unique = writer.at(name).unique("value");
    node.inputs().set(input, writer.weight(new Weight(unique, type, shape, data)).name());
  }

  private Node node(LinearLayer layer) {
    return node(layer.product(), layer.path());
  }

  private Node node(Value made, String path) {
    return index
        .maker(made.name())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is no longer part of the network".formatted(path)));
  }

  private ParameterChain chain(LinearLayer layer) {
    return ParameterChain.of(index, node(layer).input(1)).orElseThrow();
  }
}
