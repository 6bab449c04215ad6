package dev.kiln.host.graph.shape;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a graph's file says of the shapes of its values, before it ever runs: some axes are known,
 * others -1. Small constants are computed along, since shapes are made of them.
 */
public final class StaticShapes {
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, double[]> numbers = new HashMap<>();
  private final ElementTypes types;

  private StaticShapes(ElementTypes types) {
    this.types = types;
  }

  public static StaticShapes of(Graph graph, List<Node> nodes) {
    return of(graph, nodes, Map.of());
  }

  /**
   * The same for inputs of which more is known than the file says.
   *
   * @param inputs their sizes by name, -1 for one that is not known
   */
  public static StaticShapes of(Graph graph, List<Node> nodes, Map<String, long[]> inputs) {
    StaticShapes shapes = new StaticShapes(ElementTypes.of(graph));
    for (GraphPort port : graph.inputs()) {
      if (port.kind() == GraphPort.Kind.TENSOR) {
        shapes.shapes.put(
            port.name(), port.shape().stream().mapToLong(GraphPort.Dimension::size).toArray());
      }
    }
    shapes.shapes.putAll(inputs);
    graph.weights().values().forEach(weight -> shapes.constant(weight.name(), weight));
    ShapeRules rules = new ShapeRules(shapes);
    for (Node node : nodes) {
      rules.apply(node);
    }
    return shapes;
  }

  /** The sizes of a value's axes; null where not even their number is known. */
  public long @Nullable [] of(String value) {
    return shapes.get(value);
  }

  /** The same as a list; empty where not even their number is known. */
  public List<Long> known(String value) {
    long[] shape = shapes.get(value);
    return shape == null ? List.of() : Arrays.stream(shape).boxed().toList();
  }

  /** The size of an axis, counted from the end where it is negative; -1 where it is not known. */
  public long dim(String value, int axis) {
    long[] shape = shapes.get(value);
    int at = shape == null || axis >= 0 ? axis : axis + shape.length;
    return shape == null || at < 0 || at >= shape.length ? -1 : shape[at];
  }

  /** How many axes a value has; -1 where it is not known. */
  public int rank(String value) {
    long[] shape = shapes.get(value);
    return shape == null ? -1 : shape.length;
  }

  /** A small constant's values, NaN for each that is not known. */
  public double @Nullable [] numbers(String value) {
    return numbers.get(value);
  }

  public Optional<Double> number(String value) {
    double[] found = numbers.get(value);
    return found == null || found.length != 1 || Double.isNaN(found[0])
        ? Optional.empty()
        : Optional.of(found[0]);
  }

  /** Numbers that are sizes, axes or places; null where one is not known. */
  long @Nullable [] wholes(String value) {
    double[] found = numbers.get(value);
    return found == null || Arrays.stream(found).anyMatch(Double::isNaN)
        ? null
        : Arrays.stream(found).mapToLong(one -> (long) one).toArray();
  }

  boolean isWhole(String value) {
    return types.of(value).whole();
  }

  void constant(String name, Weight weight) {
    shapes.put(name, weight.shape());
    if (weight.data() instanceof Weight.Inline && weight.size() <= 16) {
      numbers(name, weight);
    }
  }

  private void numbers(String name, Weight weight) {
    if (weight.type() == ElementType.INT64 || weight.type() == ElementType.INT32) {
      set(name, Arrays.stream(WeightValues.longs(weight)).asDoubleStream().toArray());
    } else if (weight.type() == ElementType.FLOAT || weight.type() == ElementType.FLOAT16) {
      float[] values = WeightValues.floats(weight);
      double[] wide = new double[values.length];
      Arrays.setAll(wide, i -> values[i]);
      set(name, wide);
    }
  }

  void set(String value, long @Nullable [] shape) {
    if (shape != null) {
      shapes.put(value, shape);
    }
  }

  void set(String value, double @Nullable [] known) {
    if (known != null) {
      numbers.put(value, known);
    }
  }
}
