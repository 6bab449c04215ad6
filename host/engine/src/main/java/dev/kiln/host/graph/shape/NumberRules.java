package dev.kiln.host.graph.shape;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Node;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Computes what exporters compute shapes and scales from. */
final class NumberRules {
  private static final Map<String, DoubleBinaryOperator> TWO =
      Map.of(
          "Add", (a, b) -> a + b,
          "Sub", (a, b) -> a - b,
          "Mul", (a, b) -> a * b,
          "Div", (a, b) -> a / b,
          "Pow", Math::pow);
  private static final Map<String, DoubleUnaryOperator> ONE =
      Map.of(
          "Sqrt",
          Math::sqrt,
          "Reciprocal",
          a -> 1 / a,
          "Neg",
          a -> -a,
          "Floor",
          Math::floor,
          "Ceil",
          Math::ceil);

  private final StaticShapes shapes;

  NumberRules(StaticShapes shapes) {
    this.shapes = shapes;
  }

  void apply(Node node) {
    if (node.is("Constant")) {
      constant(node);
    } else if (!node.outputs().isEmpty()) {
      double[] found = numbers(node);
      if (found != null && shapes.isWhole(node.output())) {
        found = Arrays.stream(found).map(a -> a < 0 ? Math.ceil(a) : Math.floor(a)).toArray();
      }
      shapes.set(node.output(), found);
    }
  }

  private void constant(Node node) {
    Attribute value = node.attributes().get("value");
    Attribute whole = node.attributes().get("value_int");
    Attribute wholes = node.attributes().get("value_ints");
    Attribute real = node.attributes().get("value_float");
    if (value instanceof Attribute.Constant constant) {
      shapes.constant(node.output(), constant.value());
    } else if (whole instanceof Attribute.Whole one) {
      set(node, new long[0], one.value());
    } else if (real instanceof Attribute.Real one) {
      set(node, new long[0], one.value());
    } else if (wholes instanceof Attribute.Wholes list) {
      set(
          node,
          new long[] {list.values().length},
          Arrays.stream(list.values()).asDoubleStream().toArray());
    }
  }

  private void set(Node node, long[] shape, double... values) {
    shapes.set(node.output(), shape);
    shapes.set(node.output(), values);
  }

  private double @Nullable [] numbers(Node node) {
    String operator = node.operator();
    double[] first = shapes.numbers(node.input(0));
    if (operator.equals("Shape")) {
      return sizes(node);
    } else if (operator.equals("Concat")) {
      return concat(node);
    } else if (first == null) {
      return null;
    } else if (TWO.containsKey(operator)) {
      return two(first, shapes.numbers(node.input(1)), TWO.get(operator));
    } else if (ONE.containsKey(operator)) {
      return Arrays.stream(first).map(ONE.get(operator)).toArray();
    }
    return switch (operator) {
      case "Cast", "Identity", "Unsqueeze", "Squeeze", "Reshape" -> first;
      case "Gather" -> gather(first, node);
      case "Slice" -> slice(first, node);
      default -> null;
    };
  }

  private double @Nullable [] sizes(Node node) {
    long[] shape = shapes.of(node.input(0));
    if (shape == null) {
      return null;
    }
    int start = place(node.whole("start", 0), shape.length);
    int end = place(node.whole("end", shape.length), shape.length);
    return Arrays.stream(shape, start, Math.max(start, end))
        .mapToDouble(size -> size < 0 ? Double.NaN : size)
        .toArray();
  }

  private double @Nullable [] concat(Node node) {
    DoubleStream all = DoubleStream.empty();
    for (String input : node.inputs()) {
      double[] part = shapes.numbers(input);
      long size = shapes.dim(input, 0);
      if (part == null && (size < 0 || size > 16 || shapes.rank(input) != 1)) {
        return null;
      }
      double[] known = part == null ? new double[(int) size] : part;
      if (part == null) {
        Arrays.fill(known, Double.NaN);
      }
      all = DoubleStream.concat(all, Arrays.stream(known));
    }
    return all.toArray();
  }

  private static double @Nullable [] two(
      double[] a, double @Nullable [] b, DoubleBinaryOperator operator) {
    if (b == null || a.length != b.length && a.length != 1 && b.length != 1) {
      return null;
    }
    double[] result = new double[Math.max(a.length, b.length)];
    Arrays.setAll(
        result, i -> operator.applyAsDouble(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]));
    return result;
  }

  private double @Nullable [] gather(double[] from, Node node) {
    long[] places = shapes.wholes(node.input(1));
    if (places == null || shapes.rank(node.input(0)) > 1) {
      return null;
    }
    return Arrays.stream(places)
        .mapToDouble(place -> from[(int) (place < 0 ? place + from.length : place)])
        .toArray();
  }

  private double @Nullable [] slice(double[] from, Node node) {
    long[] start = shapes.wholes(node.input(1));
    long[] end = shapes.wholes(node.input(2));
    if (start == null || end == null || start.length != 1 || !node.input(4).isEmpty()) {
      return null;
    }
    int first = place(start[0], from.length);
    return Arrays.copyOfRange(from, first, Math.max(first, place(end[0], from.length)));
  }

  private static int place(long index, int size) {
    return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }
}
