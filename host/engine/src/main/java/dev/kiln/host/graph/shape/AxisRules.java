package dev.kiln.host.graph.shape;

import dev.kiln.host.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shapes of what operators make that cut, join or add axes. */
final class AxisRules {
  private final StaticShapes shapes;

  AxisRules(StaticShapes shapes) {
    this.shapes = shapes;
  }

  long @Nullable [] shape(Node node) {
    return switch (node.operator()) {
      case "Concat" -> concat(node);
      case "Slice" -> slice(node);
      case "Gather" -> gather(node);
      case "Unsqueeze" -> unsqueeze(node);
      case "Squeeze" -> squeeze(node);
      case "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin" -> reduced(node);
      default -> null;
    };
  }

  private long @Nullable [] in(Node node, int index) {
    return shapes.of(node.input(index));
  }

  private long @Nullable [] concat(Node node) {
    long[] result = in(node, 0);
    if (result == null) {
      return null;
    }
    result = result.clone();
    int axis = at(node.whole("axis", 0), result.length);
    for (int i = 1; i < node.inputs().size(); i++) {
      long more = shapes.dim(node.input(i), axis);
      result[axis] = more < 0 || result[axis] < 0 ? -1 : result[axis] + more;
    }
    return result;
  }

  private static int at(long axis, int rank) {
    return (int) (axis < 0 ? axis + rank : axis);
  }

  private long @Nullable [] reduced(Node node) {
    long[] x = in(node, 0);
    long[] axes = axes(node);
    if (x == null || axes == null || node.whole("keepdims", 1) == 0) {
      return null;
    }
    long[] result = x.clone();
    Arrays.stream(axes).forEach(axis -> result[at(axis, result.length)] = 1);
    return result;
  }

  private long @Nullable [] slice(Node node) {
    long[] x = in(node, 0);
    long[] axes = shapes.wholes(node.input(3));
    if (x == null) {
      return null;
    } else if (axes == null) {
      return ShapeRules.unknown(x.length);
    }
    long[] result = x.clone();
    long[] starts = shapes.wholes(node.input(1));
    long[] ends = shapes.wholes(node.input(2));
    for (int i = 0; i < axes.length; i++) {
      int axis = at(axes[i], x.length);
      boolean known = starts != null && ends != null && x[axis] >= 0 && node.input(4).isEmpty();
      result[axis] = known ? place(ends[i], x[axis]) - place(starts[i], x[axis]) : -1;
    }
    return result;
  }

  private static long place(long index, long size) {
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  private long @Nullable [] gather(Node node) {
    long[] x = in(node, 0);
    long[] places = in(node, 1);
    if (x == null || places == null) {
      return null;
    }
    int axis = at(node.whole("axis", 0), x.length);
    long[] result = new long[x.length - 1 + places.length];
    System.arraycopy(x, 0, result, 0, axis);
    System.arraycopy(places, 0, result, axis, places.length);
    System.arraycopy(x, axis + 1, result, axis + places.length, x.length - axis - 1);
    return result;
  }

  private long @Nullable [] axes(Node node) {
    List<Long> listed = node.wholes("axes");
    return listed.isEmpty()
        ? shapes.wholes(node.input(1))
        : listed.stream().mapToLong(Long::longValue).toArray();
  }

  private long @Nullable [] unsqueeze(Node node) {
    long[] x = in(node, 0);
    long[] axes = axes(node);
    if (x == null || axes == null) {
      return null;
    }
    long[] result = ShapeRules.unknown(x.length + axes.length);
    Arrays.stream(axes).forEach(axis -> result[at(axis, result.length)] = 1);
    int next = 0;
    for (int i = 0; i < result.length; i++) {
      if (result[i] != 1) {
        result[i] = x[next++];
      }
    }
    return result;
  }

  private long @Nullable [] squeeze(Node node) {
    long[] x = in(node, 0);
    long[] axes = axes(node);
    if (x == null || axes == null) {
      return null;
    }
    List<Integer> gone = Arrays.stream(axes).mapToObj(axis -> at(axis, x.length)).toList();
    return IntStream.range(0, x.length)
        .filter(i -> !gone.contains(i))
        .mapToLong(i -> x[i])
        .toArray();
  }

  void split(Node node) {
    long[] x = in(node, 0);
    if (x == null) {
      return;
    }
    int axis = at(node.whole("axis", 0), x.length);
    long[] sizes = shapes.wholes(node.input(1));
    int parts = node.outputs().size();
    for (int i = 0; i < parts; i++) {
      long[] part = x.clone();
      part[axis] = sizes != null ? sizes[i] : x[axis] < 0 ? -1 : x[axis] / parts;
      shapes.set(node.outputs().get(i), part);
    }
  }
}
