package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * Writes operators into a network's graph. Values are float32 unless said; shapes are known only
 * when the network runs, so code that needs one asks the graph for it with {@code Shape}.
 *
 * <p>Operators are those of ONNX, by name ({@code "MatMul"}), and those that ONNX Runtime adds,
 * with their domain ({@code "com.microsoft.MultiHeadAttention"}). For the thread that got it, until
 * the call returns that lent it.
 */
@ProvidedByHost
public interface GraphEditor {
  /** An editor of the same graph that names its nodes below this one's: {@code "attn1.to_q"}. */
  GraphEditor at(String part);

  /**
   * Add a node with several outputs.
   *
   * @param outputs how many
   * @throws IllegalArgumentException when an input belongs to no node, weight or input before it
   */
  List<Value> ops(String operator, int outputs, Attributes attributes, Value... inputs);

  /** A constant tensor of floats. */
  Value constant(Tensor values);

  /** A constant scalar. */
  Value constant(float value);

  /** A constant list of whole numbers (int64), as shapes and axes are given. */
  Value list(long... values);

  /** A constant whole number (int64) of rank 0, as {@code Gather} and loops want it. */
  Value whole(long value);

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

  /** Product by element, with numpy's broadcasting. */
  default Value mul(Value a, Value b) {
    return op("Mul", a, b);
  }

  /** Product of the matrices in the last two axes. */
  default Value matmul(Value a, Value b) {
    return op("MatMul", a, b);
  }

  /** Softmax over the last axis. */
  default Value softmax(Value x) {
    return op("Softmax", Attributes.of("axis", -1), x);
  }

  /**
   * The same values in another shape.
   *
   * @param shape sizes; 0 keeps the axis as it is, -1 (once) takes what is left
   */
  default Value reshape(Value x, long... shape) {
    return op("Reshape", x, list(shape));
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

  /** One after the other along an axis. */
  default Value concat(long axis, Value... parts) {
    return op("Concat", Attributes.of("axis", axis), parts);
  }
}
