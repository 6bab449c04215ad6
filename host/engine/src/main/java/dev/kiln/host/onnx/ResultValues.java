package dev.kiln.host.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Results whose memory the runtime found, as float32 whatever they are. */
final class ResultValues {
  private ResultValues() {}

  static Tensor of(Path file, String output, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw unsupported(file, output, value.getType().toString());
    }
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    return Tensor.of(floats(file, output, tensor), shape);
  }

  private static float[] floats(Path file, String output, OnnxTensor tensor) {
    OnnxJavaType type = tensor.getInfo().type;
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> tensor.getFloatBuffer().array();
      case DOUBLE -> {
        DoubleBuffer wide = tensor.getDoubleBuffer();
        yield copy(wide.remaining(), i -> (float) wide.get(i));
      }
      case INT64 -> {
        LongBuffer wide = tensor.getLongBuffer();
        yield copy(wide.remaining(), wide::get);
      }
      case INT32 -> {
        IntBuffer wide = tensor.getIntBuffer();
        yield copy(wide.remaining(), wide::get);
      }
      case INT8, UINT8, BOOL -> {
        ByteBuffer bytes = tensor.getByteBuffer();
        int kept = type == OnnxJavaType.INT8 ? -1 : 0xff;
        yield copy(bytes.remaining(), i -> bytes.get(i) & kept);
      }
      default -> throw unsupported(file, output, type.toString());
    };
  }

  private interface Reader {
    float read(int index);
  }

  private static float[] copy(int length, Reader reader) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = reader.read(i);
    }
    return values;
  }

  private static BadRequest unsupported(Path file, String output, String type) {
    return new BadRequest(
        "%s gives '%s' as %s, which is no list of numbers".formatted(file, output, type));
  }
}
