package dev.kiln.host.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A constant tensor of a graph. Large ones stay in their file.
 *
 * @param shape sizes of the axes; none for a scalar
 */
public record Weight(String name, ElementType type, long[] shape, Data data) {
  /** Where the values are: little-endian, row-major. */
  public sealed interface Data {}

  /** Values in memory. */
  public record Inline(byte[] bytes) implements Data {}

  /** Values in a file, which nobody may change while a session uses it. */
  public record InFile(Path file, long offset, long length) implements Data {}

  /**
   * Values in native memory, which a session reads when it is made: the bytes from the buffer's
   * start to its limit.
   */
  public record InMemory(ByteBuffer bytes) implements Data {}

  /**
   * Values in native memory, which a session reads at each run instead of having a copy.
   *
   * @param stored what takes as many bytes, in a file or in the structure: the runtime wants to see
   *     something in its place
   * @param changes whether they are changed between runs
   */
  public record Live(ByteBuffer bytes, Data stored, boolean changes) implements Data {}

  /** A scalar, rounded to the type. */
  public static Weight scalar(String name, ElementType type, float value) {
    return new Weight(name, type, new long[0], new Inline(WeightValues.bytes(type, value)));
  }

  public static Weight floats(String name, long[] shape, float... values) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return new Weight(name, ElementType.FLOAT, shape, new Inline(bytes.array()));
  }

  public static Weight longs(String name, long[] shape, long... values) {
    ByteBuffer bytes = buffer(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return new Weight(name, ElementType.INT64, shape, new Inline(bytes.array()));
  }

  /** The same as a copy that a session makes for itself, if it is read at each run. */
  public Weight copied() {
    return data instanceof Live live
        ? new Weight(name, type, shape, new InMemory(live.bytes()))
        : this;
  }

  public Weight named(String other) {
    return new Weight(other, type, shape, data);
  }

  /** How many elements. */
  public long size() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
