package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Writes single operators into a network's graph; {@link GraphEditor} adds the blocks that are made
 * of them. Shapes are known only when the network runs, so code that needs one asks the graph for
 * it with {@link #dim}.
 *
 * <p>Operators are those of ONNX, by name ({@code "MatMul"}), and those that ONNX Runtime adds,
 * with their domain ({@code "com.microsoft.MultiHeadAttention"}). A network computes in float32 or
 * in float16: constants that meet its values take their type with {@link #constant(float, Value)}.
 */
@ProvidedByHost
public interface OperatorWriter {
  /**
   * Add a node with several outputs.
   *
   * @param outputs how many
   * @throws IllegalArgumentException when an input belongs to no node, weight or input before it
   */
  List<Value> ops(String operator, int outputs, Attributes attributes, Value... inputs);

  /** A constant tensor of float32. */
  Value constant(Tensor values);

  /**
   * A constant tensor of whole numbers of 8 bits.
   *
   * @param values in the order of its axes
   * @param signed whether a byte is -128..127 (int8), or 0..255 (uint8)
   */
  Value bytes(byte[] values, boolean signed, long... shape);

  /** A constant scalar of float32. */
  Value constant(float value);

  /** A constant scalar of the element type of another value. */
  Value constant(float value, Value like);

  /** A constant list of whole numbers (int64), as shapes and axes are given. */
  Value list(long... values);

  /** A constant whole number (int64) of rank 0, as {@code Gather} and loops want it. */
  Value whole(long value);

  /** The same values in float32; the value itself if it already is. */
  Value floats(Value x);

  /** The same values in the element type of another value. */
  Value like(Value x, Value other);

  /** The version of ONNX's operators in this graph: operators mean what that version says. */
  int operatorSet();

  /**
   * Read the graph's operators as those of a later version, if all that it has are the same there.
   *
   * @return whether {@link #operatorSet} is at least that version now; if not, nothing changed
   */
  boolean raise(int version);

  /** Add a node with one output. */
  default Value op(String operator, Attributes attributes, Value... inputs) {
    return ops(operator, 1, attributes, inputs).get(0);
  }

  /** Add a node with one output and no attribute. */
  default Value op(String operator, Value... inputs) {
    return op(operator, Attributes.NONE, inputs);
  }

  /** Sum, with numpy's broadcasting. */
  default Value add(Value a, Value b) {
    return op("Add", a, b);
  }

  /** Difference, with numpy's broadcasting. */
  default Value sub(Value a, Value b) {
    return op("Sub", a, b);
  }

  /** Product by element, with numpy's broadcasting. */
  default Value mul(Value a, Value b) {
    return op("Mul", a, b);
  }

  /** Product with a number. */
  default Value mul(Value a, float b) {
    return mul(a, constant(b, a));
  }

  /** Quotient, with numpy's broadcasting; of whole numbers rounded towards zero. */
  default Value div(Value a, Value b) {
    return op("Div", a, b);
  }

  default Value exp(Value x) {
    return op("Exp", x);
  }

  /** Product of the matrices in the last two axes. */
  default Value matmul(Value a, Value b) {
    return op("MatMul", a, b);
  }

  /** Softmax over the last axis. */
  default Value softmax(Value x) {
    return op("Softmax", Attributes.of("axis", -1), x);
  }

  /** The largest along an axis, which stays with size 1. */
  default Value max(Value x, long axis) {
    // Its axes became an input later than those of ReduceSum.
    return operatorSet() < 18
        ? op("ReduceMax", Attributes.ofList("axes", axis), x)
        : op("ReduceMax", x, list(axis));
  }

  /** The sum along an axis, which stays with size 1. */
  default Value sum(Value x, long axis) {
    return op("ReduceSum", x, list(axis));
  }

  /**
   * The same values in another shape.
   *
   * @param shape sizes; 0 keeps the axis as it is, -1 (once) takes what is left
   */
  default Value reshape(Value x, long... shape) {
    return op("Reshape", x, list(shape));
  }

  /** The same values in another shape, of sizes that may be known only when the network runs. */
  default Value reshape(Value x, Value... sizes) {
    return op("Reshape", x, sizes(sizes));
  }

  /** Axes in another order. */
  default Value transpose(Value x, long... order) {
    return op("Transpose", Attributes.ofList("perm", order), x);
  }

  /**
   * Part of an axis: from {@code start}, to before {@code end}; negative ones count from the end.
   */
  default Value slice(Value x, long axis, long start, long end) {
    return op("Slice", x, list(start), list(end), list(axis));
  }

  /** Part of an axis between whole numbers of rank 0; what lies beyond its end is left out. */
  default Value slice(Value x, long axis, Value start, Value end) {
    return op("Slice", x, sizes(start), sizes(end), list(axis));
  }

  /**
   * Part of an axis, or all of it where its size is 1 and it is broadcast: a bias's rows, say, for
   * some of the queries. Of no value no value.
   */
  default Value sliceBroadcast(Value x, long axis, Value start, Value end) {
    if (x.equals(Value.NONE)) {
      return x;
    }
    Value broadcast = op("Min", sub(dim(x, axis), whole(1)), whole(1));
    return slice(x, axis, mul(start, broadcast), end);
  }

  /** One after the other along an axis. */
  default Value concat(long axis, Value... parts) {
    return op("Concat", Attributes.of("axis", axis), parts);
  }

  /** The sizes of all axes as a list of whole numbers. */
  default Value shape(Value x) {
    return op("Shape", x);
  }

  /** The size of an axis as a whole number of rank 0. */
  default Value dim(Value x, long axis) {
    return op("Gather", Attributes.of("axis", 0), shape(x), whole(axis));
  }

  /** Whole numbers of rank 0 as one list, as {@code Reshape} wants it. */
  default Value sizes(Value... sizes) {
    Value one = list(1);
    Value[] lists =
        Arrays.stream(sizes).map(size -> op("Reshape", size, one)).toArray(Value[]::new);
    return lists.length == 1 ? lists[0] : concat(0, lists);
  }
}
