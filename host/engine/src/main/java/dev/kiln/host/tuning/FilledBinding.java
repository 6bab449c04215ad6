package dev.kiln.host.tuning;

import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.Port;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The inputs of a subject, with numbers that are always the same. */
final class FilledBinding {
  private FilledBinding() {}

  static Binding of(InferenceSession network, Subject subject) {
    Binding binding = network.bind(shaped(network, subject), Map.of());
    subject
        .inputs()
        .forEach(
            (name, shape) -> {
              float[] values = subject.values(name, size(shape));
              binding.write(name, 0, values, 0, values.length);
            });
    return binding;
  }

  /** Exports disagree whether the time is a scalar. */
  private static Map<String, long[]> shaped(InferenceSession network, Subject subject) {
    Map<String, long[]> inputs = new LinkedHashMap<>(subject.inputs());
    if (inputs.containsKey("timestep")) {
      Port timestep = network.input("timestep");
      inputs.put("timestep", timestep.rank() == 0 ? new long[0] : new long[] {1});
    }
    return inputs;
  }

  static int size(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
