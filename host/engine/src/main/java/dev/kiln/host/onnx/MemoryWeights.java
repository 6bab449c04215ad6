package dev.kiln.host.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The weights of a graph that are in memory, as the runtime takes them. It copies them while it
 * makes a session, as external data: what is only added is ignored where it was folded before. Live
 * ones are added: the runtime then reads them where they are, at each run.
 */
final class MemoryWeights implements AutoCloseable {
  static final MemoryWeights NONE = new MemoryWeights();

  private final Map<String, OnnxTensorLike> tensors = new HashMap<>();
  private boolean changing;

  private MemoryWeights() {}

  /** Those that are copied. */
  static MemoryWeights of(OrtRuntime runtime, Graph graph) throws OrtException {
    MemoryWeights weights = new MemoryWeights();
    for (Weight weight : graph.weights().values()) {
      if (weight.data() instanceof Weight.InMemory memory) {
        weights.add(runtime, weight, memory.bytes());
      }
    }
    return weights;
  }

  /** Those that are read at each run. */
  static MemoryWeights live(OrtRuntime runtime, Graph graph) throws OrtException {
    MemoryWeights weights = new MemoryWeights();
    for (Weight weight : graph.weights().values()) {
      if (weight.data() instanceof Weight.Live memory) {
        weights.add(runtime, weight, memory.bytes());
        weights.changing |= memory.changes();
      }
    }
    return weights;
  }

  private void add(OrtRuntime runtime, Weight weight, ByteBuffer memory) throws OrtException {
    ByteBuffer bytes = memory.duplicate().rewind().slice().order(ByteOrder.nativeOrder());
    tensors.put(
        weight.name(),
        OnnxTensor.createTensor(runtime.handle(), bytes, weight.shape(), type(weight.type())));
  }

  private static OnnxJavaType type(ElementType type) {
    return switch (type) {
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      default -> OnnxJavaType.FLOAT;
    };
  }

  void addTo(SessionOptions options) throws OrtException {
    if (!tensors.isEmpty()) {
      options.addExternalInitializers(tensors);
    }
  }

  /** They must not be closed before the session. */
  void addLiveTo(SessionOptions options) throws OrtException {
    for (var tensor : tensors.entrySet()) {
      options.addInitializer(tensor.getKey(), tensor.getValue());
    }
    if (changing) {
      // Packed ones would be copies.
      options.addConfigEntry("session.disable_prepacking", "1");
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(tensor -> ((OnnxTensor) tensor).close());
  }
}
