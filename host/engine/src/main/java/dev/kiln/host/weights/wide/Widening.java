package dev.kiln.host.weights.wide;

import dev.kiln.host.graph.Blocks;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Float8;
import dev.kiln.host.graph.HalfFloat;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;

/** Turns values of other floating types into float32, some at a time. For one thread. */
final class Widening {
  /** Values at a time. */
  private static final int CHUNK = 1 << 18;

  private final int[] halves = new int[1 << 16];
  private final short[] narrow = new short[CHUNK];
  private final int[] wide = new int[CHUNK];
  private final float[] unpacked = new float[CHUNK];
  private final ByteBuffer in = buffer(CHUNK * Double.BYTES);
  private final ByteBuffer out = buffer(CHUNK * Float.BYTES);

  Widening() {
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float.floatToRawIntBits(HalfFloat.toFloat((short) i));
    }
  }

  static boolean isNarrow(ElementType type) {
    return type == ElementType.FLOAT16
        || type == ElementType.BFLOAT16
        || type == ElementType.DOUBLE
        || isByte(type)
        || type.elements() > 1;
  }

  private static boolean isByte(ElementType type) {
    return type == ElementType.FLOAT8E4M3FN || type == ElementType.FLOAT8E5M2;
  }

  /**
   * A weight of a file as float32; other types than those of {@link #isNarrow} stay as they are.
   */
  NewTensor tensor(Weight weight) {
    return isNarrow(weight.type())
        ? NewTensor.of(
            weight.name(), ElementType.FLOAT, weight.shape(), target -> write(weight, target))
        : NewTensor.copy(weight);
  }

  private void write(Weight weight, WritableByteChannel target) throws IOException {
    Weight.InFile place = (Weight.InFile) weight.data();
    int bytes = weight.type().bytes();
    int elements = weight.type().elements();
    try (FileChannel source = FileChannel.open(place.file(), StandardOpenOption.READ)) {
      long end = place.offset() + place.length();
      for (long at = place.offset(); at < end; at += in.limit()) {
        in.clear().limit((int) Math.min((long) CHUNK / elements * bytes, end - at));
        while (in.hasRemaining()) {
          if (source.read(in, at + in.position()) < 0) {
            throw new BadRequest(
                place.file() + " ends inside " + weight.name() + "; download or copy it again");
          }
        }
        int count = in.flip().limit() / bytes * elements;
        widen(weight.type(), count);
        out.clear().limit(count * Float.BYTES);
        out.asIntBuffer().put(wide, 0, count);
        SafetensorsWriter.writeFully(target, out);
      }
    }
  }

  private void widen(ElementType type, int count) {
    if (type == ElementType.DOUBLE) {
      for (int i = 0; i < count; i++) {
        wide[i] = Float.floatToRawIntBits((float) in.getDouble(i * Double.BYTES));
      }
      return;
    } else if (isByte(type)) {
      for (int i = 0; i < count; i++) {
        byte bits = in.get(i);
        float value = type == ElementType.FLOAT8E5M2 ? Float8.ofE5m2(bits) : Float8.ofE4m3fn(bits);
        wide[i] = Float.floatToRawIntBits(value);
      }
      return;
    }
    if (type.elements() > 1) {
      Blocks.read(type, in, unpacked, count);
      for (int i = 0; i < count; i++) {
        wide[i] = Float.floatToRawIntBits(unpacked[i]);
      }
      return;
    }
    in.asShortBuffer().get(narrow, 0, count);
    if (type == ElementType.FLOAT16) {
      for (int i = 0; i < count; i++) {
        wide[i] = halves[narrow[i] & 0xffff];
      }
    } else {
      for (int i = 0; i < count; i++) {
        wide[i] = narrow[i] << 16;
      }
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
