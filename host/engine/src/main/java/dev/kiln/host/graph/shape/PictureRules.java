package dev.kiln.host.graph.shape;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes of what operators make that work on pictures: their heights and widths. */
final class PictureRules {
  private final StaticShapes shapes;

  PictureRules(StaticShapes shapes) {
    this.shapes = shapes;
  }

  long @Nullable [] convolution(Node node) {
    long[] x = shapes.of(node.input(0));
    long[] kernel = shapes.of(node.input(1));
    if (kernel == null) {
      return null;
    }
    long[] result = ShapeRules.unknown(kernel.length);
    result[0] = x == null ? -1 : x[0];
    result[1] = kernel[0];
    boolean pads = !padsByItself(node);
    for (int i = 2; x != null && x.length == kernel.length && pads && i < result.length; i++) {
      result[i] = places(node, i - 2, x[i], kernel[i]);
    }
    return result;
  }

  private static boolean padsByItself(Node node) {
    return node.attributes().get("auto_pad") instanceof Attribute.Text text
        && !text.value().equals("NOTSET");
  }

  /** How many places a kernel has along an axis. */
  private static long places(Node node, int axis, long size, long kernel) {
    if (size < 0 || kernel < 0) {
      return -1;
    }
    List<Long> pads = node.wholes("pads");
    long padding = pads.isEmpty() ? 0 : pads.get(axis) + pads.get(axis + pads.size() / 2);
    long reach = one(node, "dilations", axis) * (kernel - 1) + 1;
    return (size + padding - reach) / one(node, "strides", axis) + 1;
  }

  private static long one(Node node, String attribute, int axis) {
    List<Long> listed = node.wholes(attribute);
    return listed.isEmpty() ? 1 : listed.get(axis);
  }

  long @Nullable [] pool(Node node) {
    long[] x = shapes.of(node.input(0));
    return x == null || x.length != 4 ? null : new long[] {x[0], x[1], -1, -1};
  }

  /** By factors or to sizes that are known. */
  long @Nullable [] resize(Node node) {
    long[] x = shapes.of(node.input(0));
    if (x == null || x.length != 4) {
      return null;
    }
    long[] result = {x[0], x[1], -1, -1};
    double[] factors = shapes.numbers(node.input(2));
    double[] sizes = shapes.numbers(node.input(3));
    for (int i = 2; i < 4; i++) {
      if (sizes != null && sizes.length == 4) {
        result[i] = Double.isNaN(sizes[i]) ? -1 : (long) sizes[i];
      } else if (factors != null && factors.length == 4 && x[i] >= 0) {
        result[i] = (long) Math.floor(x[i] * factors[i]);
      }
    }
    return result;
  }
}
