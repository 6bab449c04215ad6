package dev.kiln.host.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The memory of one input or output: a direct buffer that is wrapped once and used for every run.
 * Values cross as float32 and are converted where the network wants another type.
 */
final class PortBuffer implements AutoCloseable {
  private final Port port;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;
  private final OnnxTensor tensor;

  PortBuffer(OrtRuntime runtime, Port port, long[] shape) throws OrtException {
    this.port = port;
    long size = 1;
    for (long dim : shape) {
      size = Math.multiplyExact(size, dim);
    }
    bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(size, port.type().size)))
            .order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
    tensor = OnnxTensor.createTensor(runtime.handle(), bytes, shape, port.type());
  }

  OnnxTensor tensor() {
    return tensor;
  }

  /** Copy {@code length} values to position {@code at}, counted in elements. */
  void write(int at, float[] source, int from, int length) {
    switch (port.type()) {
      case FLOAT -> floats.put(at, source, from, length);
      case FLOAT16 -> {
        for (int i = 0; i < length; i++) {
          bytes.putShort(2 * (at + i), Fp16Conversions.floatToFp16(source[from + i]));
        }
      }
      case DOUBLE -> {
        for (int i = 0; i < length; i++) {
          bytes.putDouble(8 * (at + i), source[from + i]);
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          writeNumber(at + i, source[from + i]);
        }
      }
    }
  }

  /** Write one number; whole-number types get it rounded. */
  void writeNumber(int at, double value) {
    switch (port.type()) {
      case FLOAT -> bytes.putFloat(4 * at, (float) value);
      case FLOAT16 -> bytes.putShort(2 * at, Fp16Conversions.floatToFp16((float) value));
      case DOUBLE -> bytes.putDouble(8 * at, value);
      case INT64 -> bytes.putLong(8 * at, Math.round(value));
      case INT32 -> bytes.putInt(4 * at, (int) Math.round(value));
      case UINT8, INT8 -> bytes.put(at, (byte) Math.round(value));
      case BOOL -> bytes.put(at, (byte) (value == 0 ? 0 : 1));
      default -> throw unsupported();
    }
  }

  void read(int at, float[] target, int to, int length) {
    switch (port.type()) {
      case FLOAT -> floats.get(at, target, to, length);
      case FLOAT16 -> {
        for (int i = 0; i < length; i++) {
          target[to + i] = Fp16Conversions.fp16ToFloat(bytes.getShort(2 * (at + i)));
        }
      }
      default -> throw unsupported();
    }
  }

  private IllegalStateException unsupported() {
    OnnxJavaType type = port.type();
    return new IllegalStateException(
        "'" + port.name() + "' has element type " + type + ", which Kiln does not fill");
  }

  @Override
  public void close() {
    tensor.close();
  }
}
