package dev.kiln.host.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;

/**
 * Where the runtime writes what it makes of a network while it makes its session: the structure
 * after all its optimizations, and the weights in the order in which its kernels read them. Both
 * are good for this version of the runtime on this kind of processor alone.
 *
 * @param structure the file of the structure
 * @param weights the name of the file beside it
 */
public record Saving(Path structure, String weights) {
  /** Bytes from which on a weight lies in the file of weights. */
  private static final String LARGE = "1024";

  void addTo(SessionOptions options) throws OrtException {
    options.setOptimizedModelFilePath(structure.toString());
    options.addConfigEntry("session.optimized_model_external_initializers_file_name", weights);
    options.addConfigEntry(
        "session.optimized_model_external_initializers_min_size_in_bytes", LARGE);
    options.addConfigEntry("session.save_external_prepacked_constant_initializers", "1");
  }
}
