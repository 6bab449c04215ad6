package dev.kiln.host.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.kiln.spi.BadRequest;
import java.util.Map;

/** The runtime's execution providers by name. */
final class Providers {
  private Providers() {}

  /**
   * Ask for one.
   *
   * @throws BadRequest when this build of the runtime does not have it
   */
  static void add(SessionOptions options, String name, Map<String, String> settings) {
    try {
      switch (name) {
        case "cpu" -> {}
        case "cuda" -> cuda(options, settings);
        case "coreml" -> options.addCoreML(settings);
        case "directml" ->
            options.addDirectML(Integer.parseInt(settings.getOrDefault("device_id", "0")));
        case "openvino" -> options.addOpenVINO(settings.getOrDefault("device_type", ""));
        case "dnnl" -> options.addDnnl(true);
        case "xnnpack" -> options.addXnnpack(settings);
        case "webgpu" -> options.addWebGPU(settings);
        default -> throw new BadRequest("there is no execution provider '" + name + "'");
      }
    } catch (OrtException e) {
      throw new BadRequest(
          "this ONNX Runtime cannot run on '" + name + "': " + InferenceSession.firstLine(e), e);
    }
  }

  private static void cuda(SessionOptions options, Map<String, String> settings)
      throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        cuda.add(setting.getKey(), setting.getValue());
      }
      options.addCUDA(cuda);
    }
  }
}
