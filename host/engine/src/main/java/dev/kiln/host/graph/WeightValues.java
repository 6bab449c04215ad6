package dev.kiln.host.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** The numbers of small weights. */
public final class WeightValues {
  private WeightValues() {}

  /**
   * A weight's values, widened to float32.
   *
   * @throws IllegalArgumentException when it is not of a floating type
   */
  public static float[] floats(Weight weight) {
    ByteBuffer bytes = bytes(weight);
    float[] values = new float[Math.toIntExact(weight.size())];
    if (weight.type() == ElementType.FLOAT) {
      bytes.asFloatBuffer().get(values);
      return values;
    } else if (weight.type().elements() > 1) {
      Blocks.read(weight.type(), bytes, values, values.length);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (weight.type()) {
            case FLOAT16 -> HalfFloat.toFloat(bytes.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case DOUBLE -> (float) bytes.getDouble();
            case FLOAT8E4M3FN -> Float8.ofE4m3fn(bytes.get());
            case FLOAT8E5M2 -> Float8.ofE5m2(bytes.get());
            default -> throw new IllegalArgumentException(weight.name() + " is " + weight.type());
          };
    }
    return values;
  }

  /** A weight's values as whole numbers. */
  public static long[] longs(Weight weight) {
    ByteBuffer bytes = bytes(weight);
    long[] values = new long[Math.toIntExact(weight.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (weight.type()) {
            case INT64 -> bytes.getLong();
            case INT32 -> bytes.getInt();
            default -> throw new IllegalArgumentException(weight.name() + " is " + weight.type());
          };
    }
    return values;
  }

  /** Values as a type keeps them, in native memory: for what is too large for the structure. */
  public static ByteBuffer direct(ElementType type, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.length, type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (type == ElementType.FLOAT) {
      bytes.asFloatBuffer().put(values);
      return bytes;
    }
    for (float value : values) {
      put(bytes, type, value);
    }
    return bytes.flip();
  }

  public static byte[] bytes(ElementType type, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      put(bytes, type, value);
    }
    return bytes.array();
  }

  private static void put(ByteBuffer bytes, ElementType type, float value) {
    switch (type) {
      case FLOAT -> bytes.putFloat(value);
      case FLOAT16 -> bytes.putShort(HalfFloat.fromFloat(value));
      case BFLOAT16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) + 0x7fff >>> 16));
      case DOUBLE -> bytes.putDouble(value);
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      default -> throw new IllegalArgumentException("no number can be written as " + type);
    }
  }

  private static ByteBuffer bytes(Weight weight) {
    if (weight.data() instanceof Weight.Inline inline) {
      return ByteBuffer.wrap(inline.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    } else if (weight.data() instanceof Weight.InMemory memory) {
      return memory.bytes().duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
    }
    if (weight.data() instanceof Weight.Live live) {
      return live.bytes().duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
    }
    Weight.InFile place = (Weight.InFile) weight.data();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(place.length())).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
      long at = place.offset();
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, at);
        if (read < 0) {
          throw new IOException(place.file() + " ends inside the weight " + weight.name());
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.flip();
  }
}
