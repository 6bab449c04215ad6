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
 * makes a session, as external data: what is only added is ignored where it was folded before.
 */
final class MemoryWeights implements AutoCloseable {
  private final Map<String, OnnxTensorLike> tensors = new HashMap<>();

  private MemoryWeights() {}

  static MemoryWeights of(OrtRuntime runtime, Graph graph) throws OrtException {
    MemoryWeights weights = new MemoryWeights();
    for (Weight weight : graph.weights().values()) {
      if (weight.data() instanceof Weight.InMemory memory) {
        ByteBuffer bytes =
            memory.bytes().duplicate().rewind().slice().order(ByteOrder.nativeOrder());
        weights.tensors.put(
            weight.name(),
            OnnxTensor.createTensor(runtime.handle(), bytes, weight.shape(), type(weight.type())));
      }
    }
    return weights;
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

  @Override
  public void close() {
    tensors.values().forEach(tensor -> ((OnnxTensor) tensor).close());
  }
}
