package dev.kiln.host.model;

import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The inputs of a UNet that plugins declared and fill. */
final class FedInputs {
  private static final List<String> OWN = List.of("sample", "timestep", "encoder_hidden_states");

  private final List<String> names;

  FedInputs(InferenceSession network) {
    this.names = network.inputs().stream().filter(name -> !OWN.contains(name)).toList();
  }

  /**
   * Refuse what would fail in the runtime without a hint of who is to mend it.
   *
   * @param rows of the whole evaluation
   */
  void check(Map<String, Tensor> fed, int rows) {
    for (String name : names) {
      Tensor values = fed.get(name);
      if (values == null) {
        throw new PluginProblem(
            "the input '" + name + "' was declared by a plugin's patch and not fed");
      } else if (values.rank() == 0 || values.dim(0) != rows && values.dim(0) != 1) {
        throw new PluginProblem(
            "the input '%s' was fed with %s; its first size must be %d, or 1 for all rows"
                .formatted(name, values, rows));
      }
    }
  }

  /** Whether a binding was laid out for values of other shapes. */
  boolean fits(Map<String, Tensor> fed, Map<String, Tensor> bound) {
    for (int i = 0; i < names.size(); i++) {
      Tensor values = fed.get(names.get(i));
      Tensor before = bound.get(names.get(i));
      if (values != before && (before == null || !sameButRows(values, before))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameButRows(Tensor a, Tensor b) {
    if (a.rank() != b.rank() || (a.dim(0) == 1) != (b.dim(0) == 1)) {
      return false;
    }
    for (int axis = 1; axis < a.rank(); axis++) {
      if (a.dim(axis) != b.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  /** Shapes of the inputs for a run of some rows of the evaluation. */
  Map<String, long[]> shapes(Map<String, Tensor> fed, int count) {
    Map<String, long[]> shapes = new HashMap<>();
    for (String name : names) {
      int[] whole = fed.get(name).shape();
      long[] shape = new long[whole.length];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = whole[axis];
      }
      shape[0] = whole[0] == 1 ? 1 : count;
      shapes.put(name, shape);
    }
    return shapes;
  }

  void write(Binding binding, Map<String, Tensor> fed, int first, int count) {
    for (int i = 0; i < names.size(); i++) {
      Tensor values = fed.get(names.get(i));
      boolean shared = values.dim(0) == 1;
      int row = values.rowSize();
      binding.write(
          names.get(i), 0, values.data(), shared ? 0 : first * row, shared ? row : count * row);
    }
  }
}
