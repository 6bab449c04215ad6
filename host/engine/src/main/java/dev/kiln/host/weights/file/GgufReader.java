package dev.kiln.host.weights.file;

import dev.kiln.host.graph.Weight;
import dev.kiln.spi.BadRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the header of a GGUF file of version 2 or 3 piece by piece. */
final class GgufReader {
  private static final String MAGIC = "GGUF";

  /** ComfyUI-GGUF folds rows that fill no block, and keeps the shape that they had. */
  private static final String SHAPE = "comfy.gguf.orig_shape.";

  private static final int MOST_TENSORS = 100_000;
  private static final int MOST_AXES = 8;
  private static final int LONGEST_TEXT = 1 << 24;

  /** Bytes of the types of metadata, in the order of their numbers; 0 where they vary. */
  private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final int TEXT = 8;
  private static final int LIST = 9;

  private final Path file;
  private final long size;
  private final InputStream in;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private long position;
  private long alignment = 32;

  GgufReader(Path file, long size, InputStream in) {
    this.file = file;
    this.size = size;
    this.in = in;
  }

  Gguf read() throws IOException {
    String magic = new String(bytes(MAGIC.length()).array(), StandardCharsets.ISO_8859_1);
    expect(magic.equals(MAGIC), "it does not begin with GGUF");
    int version = int32();
    expect(
        version == 2 || version == 3,
        "it is of version " + Integer.toUnsignedString(version) + ", where Kiln reads 2 and 3");
    long tensors = int64();
    long entries = int64();
    expect(tensors >= 0 && tensors <= MOST_TENSORS, "it has more than 100000 tensors");
    expect(entries >= 0 && entries <= size, "it claims more metadata than it has bytes");
    for (long i = 0; i < entries; i++) {
      entry();
    }
    expect(
        alignment > 0 && alignment <= 1 << 20,
        "its alignment is " + alignment + ", where 1 to 1048576 is possible");
    List<Described> described = new ArrayList<>();
    for (long i = 0; i < tensors; i++) {
      described.add(description());
    }
    return new Gguf(file, Collections.unmodifiableMap(metadata), placed(described));
  }

  private void entry() throws IOException {
    String key = text();
    int type = int32();
    if (type == TEXT) {
      metadata.put(key, text());
    } else if (type == LIST) {
      list(key);
    } else {
      long value = whole(width(key, type));
      if (key.equals("general.alignment")) {
        alignment = value;
      }
    }
  }

  private void list(String key) throws IOException {
    int type = int32();
    long count = int64();
    expect(count >= 0 && count <= size, Quoted.of(key) + " claims more elements than fit");
    if (key.startsWith(SHAPE) && type != TEXT && count <= MOST_AXES) {
      long[] shape = new long[(int) count];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = whole(width(key, type));
      }
      shapes.put(key.substring(SHAPE.length()), shape);
    } else if (type == TEXT) {
      for (long i = 0; i < count; i++) {
        text();
      }
    } else {
      skip(count * width(key, type));
    }
  }

  private int width(String key, int type) {
    int width = type >= 0 && type < WIDTHS.length ? WIDTHS[type] : 0;
    expect(width > 0, Quoted.of(key) + " is of the unknown type " + type);
    return width;
  }

  private Described description() throws IOException {
    String name = text();
    int axes = int32();
    expect(axes >= 0 && axes <= MOST_AXES, Quoted.of(name) + " has " + axes + " axes, not up to 8");
    long[] shape = new long[axes];
    for (int axis = axes - 1; axis >= 0; axis--) {
      shape[axis] = int64();
    }
    return new Described(name, shape, type(name, int32()), int64());
  }

  /** By the numbers of {@code enum ggml_type}. */
  private StoredType type(String name, int number) {
    return switch (number) {
      case 0 -> StoredType.F32;
      case 1 -> StoredType.F16;
      case 2 -> StoredType.Q4_0;
      case 3 -> StoredType.Q4_1;
      case 6 -> StoredType.Q5_0;
      case 7 -> StoredType.Q5_1;
      case 8 -> StoredType.Q8_0;
      case 12 -> StoredType.Q4_K;
      case 13 -> StoredType.Q5_K;
      case 14 -> StoredType.Q6_K;
      case 24 -> StoredType.I8;
      case 25 -> StoredType.I16;
      case 26 -> StoredType.I32;
      case 27 -> StoredType.I64;
      case 28 -> StoredType.F64;
      case 30 -> StoredType.BF16;
      default ->
          throw new BadRequest(
              "%s keeps %s as ggml's type %d, which Kiln does not unpack; use a file of q8_0, q4_0, q4_1, q5_0, q5_1, q4_K, q5_K, q6_K, f16, bf16 or f32"
                  .formatted(file, Quoted.of(name), number));
    };
  }

  /** The values begin where the header ends, at the next multiple of the alignment. */
  private Map<String, StoredTensor> placed(List<Described> described) {
    long start = up(position);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Described one : described) {
      String name = Quoted.of(one.name);
      long length = length(one);
      expect(length >= 0, name + " has no possible size");
      expect(
          one.offset >= 0 && start <= size && one.offset <= size - start - length,
          name + " lies beyond the end of the file");
      long[] shape = shapes.getOrDefault(one.name, one.shape);
      expect(product(shape) == product(one.shape), name + " has another size than its values");
      Weight.InFile place = new Weight.InFile(file, start + one.offset, length);
      StoredTensor before =
          tensors.put(one.name, new StoredTensor(one.name, one.type, shape, place));
      expect(before == null, "it has two tensors " + name);
    }
    return Collections.unmodifiableMap(tensors);
  }

  private long up(long at) {
    return (at + alignment - 1) / alignment * alignment;
  }

  /** Bytes of its values; -1 where rows are no whole blocks, or there are too many. */
  private static long length(Described tensor) {
    if (tensor.type.bits() > 0) {
      return Layout.bytes(tensor.type, tensor.shape);
    }
    int elements = tensor.type.element().orElseThrow().elements();
    int bytes = tensor.type.element().orElseThrow().bytes();
    long[] shape = tensor.shape;
    long all = product(shape);
    boolean whole = shape.length > 0 && shape[shape.length - 1] % elements == 0;
    return whole && all >= 0 && all < Long.MAX_VALUE / bytes ? all / elements * bytes : -1;
  }

  /** How many elements; -1 where that is no number below 2^63. */
  private static long product(long... shape) {
    long all = 1;
    for (long size : shape) {
      if (size < 0 || Math.multiplyHigh(all, size) != 0 || all * size < 0) {
        return -1;
      }
      all *= size;
    }
    return all;
  }

  private String text() throws IOException {
    long length = int64();
    expect(
        length >= 0 && length <= LONGEST_TEXT,
        "it claims a text of " + Long.toUnsignedString(length) + " bytes");
    return new String(bytes((int) length).array(), StandardCharsets.UTF_8);
  }

  private int int32() throws IOException {
    return bytes(Integer.BYTES).getInt();
  }

  private long int64() throws IOException {
    return bytes(Long.BYTES).getLong();
  }

  /** A number of 1 to 8 bytes; of a signed one that is negative, a very large one. */
  private long whole(int width) throws IOException {
    byte[] bytes = new byte[Long.BYTES];
    bytes(width).get(bytes, 0, width);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void skip(long length) throws IOException {
    expect(length <= size - position, "it ends inside its metadata");
    in.skipNBytes(length);
    position += length;
  }

  private ByteBuffer bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    position += length;
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void expect(boolean holds, String wrong) {
    if (!holds) {
      throw Gguf.broken(file, wrong);
    }
  }

  /**
   * A tensor as the header has it.
   *
   * @param offset behind the header
   */
  private record Described(String name, long[] shape, StoredType type, long offset) {}
}
