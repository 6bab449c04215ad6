package dev.kiln.host.graph.shape;

import dev.kiln.host.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How operators' shapes follow from those of their inputs. What is not here stays unknown. */
final class ShapeRules {
  private static final Set<String> SAME =
      Set.of(
          "Softmax",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "BatchNormalization",
          "Cast",
          "CastLike",
          "Identity",
          "Dropout",
          "Sigmoid",
          "Tanh",
          "Erf",
          "Sqrt",
          "Exp",
          "Neg",
          "Relu",
          "Gelu",
          "FastGelu",
          "QuickGelu",
          "BiasGelu",
          "Clip",
          "Not",
          "Sin",
          "Cos",
          "IsNaN",
          "ScatterElements",
          "SkipLayerNormalization");
  private static final Set<String> BROADCAST =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Max",
          "Min",
          "Equal",
          "Less",
          "Greater",
          "And",
          "Or",
          "Where",
          "LessOrEqual",
          "GreaterOrEqual");

  private final StaticShapes shapes;
  private final NumberRules numbers;
  private final AxisRules axes;
  private final PictureRules pictures;

  ShapeRules(StaticShapes shapes) {
    this.shapes = shapes;
    this.numbers = new NumberRules(shapes);
    this.axes = new AxisRules(shapes);
    this.pictures = new PictureRules(shapes);
  }

  void apply(Node node) {
    numbers.apply(node);
    if (node.is("Split")) {
      axes.split(node);
    } else if (!node.outputs().isEmpty() && !node.is("Constant")) {
      shapes.set(node.output(), shape(node));
      if (node.is("SkipLayerNormalization") && node.outputs().size() > 3) {
        // The sum that was normalised.
        shapes.set(node.outputs().get(3), shape(node));
      }
    }
  }

  private long @Nullable [] shape(Node node) {
    String operator = node.operator();
    if (SAME.contains(operator)) {
      return in(node, 0);
    } else if (BROADCAST.contains(operator)) {
      return broadcast(node);
    }
    return switch (operator) {
      case "MatMul", "FusedMatMul", "Gemm" -> product(node);
      case "Conv" -> pictures.convolution(node);
      case "Resize" -> pictures.resize(node);
      case "AveragePool", "MaxPool", "GlobalAveragePool" -> pictures.pool(node);
      case "Reshape" -> reshape(node);
      case "Transpose" -> transpose(node);
      case "Expand", "ConstantOfShape" -> sizes(node.input(operator.equals("Expand") ? 1 : 0));
      case "Attention", "MultiHeadAttention" -> in(node, 0);
      case "Shape" -> new long[] {shapes.rank(node.input(0))};
      default -> axes.shape(node);
    };
  }

  private long @Nullable [] in(Node node, int index) {
    return shapes.of(node.input(index));
  }

  private long @Nullable [] broadcast(Node node) {
    long[] result = {};
    for (String input : node.inputs()) {
      long[] more = shapes.of(input);
      if (more == null) {
        return null;
      }
      result = broadcast(result, more);
    }
    return result;
  }

  private static long[] broadcast(long[] a, long[] b) {
    long[] result = new long[Math.max(a.length, b.length)];
    for (int i = 1; i <= result.length; i++) {
      long one = i <= a.length ? a[a.length - i] : 1;
      long other = i <= b.length ? b[b.length - i] : 1;
      // A free axis against a size of more than one can only be that size.
      result[result.length - i] = one == 1 ? other : other > 1 ? other : one;
    }
    return result;
  }

  private long @Nullable [] product(Node node) {
    long[] a = in(node, 0);
    long[] b = in(node, 1);
    if (a == null || b == null || a.length < 2 || b.length < 2) {
      return null;
    }
    boolean turned = node.whole("transB", 0) != 0;
    long[] result = b.length > a.length ? b.clone() : a.clone();
    result[result.length - 2] = a[a.length - (node.whole("transA", 0) == 0 ? 2 : 1)];
    result[result.length - 1] = b[b.length - (turned ? 2 : 1)];
    return result;
  }

  private long @Nullable [] sizes(String value) {
    double[] found = shapes.numbers(value);
    if (found != null) {
      return Arrays.stream(found).mapToLong(one -> Double.isNaN(one) ? -1 : (long) one).toArray();
    }
    long rank = shapes.dim(value, 0);
    return rank < 0 ? null : unknown((int) rank);
  }

  static long[] unknown(int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, -1);
    return shape;
  }

  private long @Nullable [] reshape(Node node) {
    long[] result = sizes(node.input(1));
    long[] x = in(node, 0);
    if (result == null || x == null) {
      return result;
    }
    double[] given = shapes.numbers(node.input(1));
    long left = Arrays.stream(x).anyMatch(one -> one < 0) ? -1 : product(x);
    int free = -1;
    for (int i = 0; i < result.length; i++) {
      if (result[i] == 0 && i < x.length) {
        result[i] = x[i];
      }
      if (result[i] >= 1) {
        left = left < 0 ? left : left / result[i];
      } else if (given == null || Double.isNaN(given[i]) || given[i] == 0 || free >= 0) {
        left = -1;
      } else {
        free = i;
      }
    }
    if (free >= 0) {
      result[free] = left;
    }
    return result;
  }

  private static long product(long[] sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  private long @Nullable [] transpose(Node node) {
    long[] x = in(node, 0);
    List<Long> order = node.wholes("perm");
    if (x == null || order.size() != x.length) {
      return null;
    }
    return order.stream().mapToLong(axis -> x[axis.intValue()]).toArray();
  }
}
