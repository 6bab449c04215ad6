package dev.kiln.host.model;

import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The outputs of a UNet that plugins declared and read, beside its prediction. */
final class DeclaredOutputs {
  private final List<String> all;
  private final List<String> names;
  private final String prediction;

  DeclaredOutputs(InferenceSession network, String prediction) {
    this.all = network.outputs();
    this.prediction = prediction;
    this.names = all.stream().filter(name -> !name.equals(prediction)).toList();
  }

  boolean none() {
    return names.isEmpty();
  }

  /**
   * The first run of a shape has told the sizes of all outputs.
   *
   * @param values of all outputs
   * @return the sizes by name
   */
  Map<String, long[]> shapes(List<Tensor> values) {
    Map<String, long[]> shapes = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      shapes.put(all.get(i), InputShape.wide(values.get(i).shape()));
    }
    return shapes;
  }

  /** Take what a first run gave out. */
  void take(List<Tensor> values, Evaluation rows, int first, int count) {
    for (int i = 0; i < all.size(); i++) {
      Tensor value = values.get(i);
      Tensor target =
          all.get(i).equals(prediction)
              ? rows.denoised()
              : rows.given().gather(all.get(i), InputShape.wide(value.shape()), count);
      System.arraycopy(value.data(), 0, target.data(), first * target.rowSize(), value.size());
    }
  }

  /** Read what a run gave out. */
  void read(Binding binding, Map<String, long[]> shapes, Evaluation rows, int first, int count) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Tensor target = rows.given().gather(name, shapes.get(name), count);
      int row = target.rowSize();
      binding.read(name, 0, target.data(), first * row, count * row);
    }
  }
}
