package dev.kiln.host.graph;

/**
 * Element types of ONNX tensors, by their number in {@code onnx.proto}, and those of ggml's files,
 * which are widened before a session sees them.
 */
public enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8),
  UINT32(12, 4),
  UINT64(13, 8),
  BFLOAT16(16, 2),
  FLOAT8E4M3FN(17, 1),
  FLOAT8E5M2(19, 1),
  Q4_0(-1, 18, 32),
  Q4_1(-1, 20, 32),
  Q5_0(-1, 22, 32),
  Q5_1(-1, 24, 32),
  Q8_0(-1, 34, 32),
  Q4_K(-1, 144, 256),
  Q5_K(-1, 176, 256),
  Q6_K(-1, 210, 256);

  private final int code;
  private final int bytes;
  private final int elements;

  ElementType(int code, int bytes) {
    this(code, bytes, 1);
  }

  ElementType(int code, int bytes, int elements) {
    this.code = code;
    this.bytes = bytes;
    this.elements = elements;
  }

  public int code() {
    return code;
  }

  /** Bytes an element, or a block of {@link #elements}. */
  public int bytes() {
    return bytes;
  }

  /** How many elements share a block of {@link Blocks}; 1 where each is by itself. */
  public int elements() {
    return elements;
  }

  /** Whether its numbers are whole, and division rounds. */
  public boolean whole() {
    return switch (this) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16, FLOAT8E4M3FN, FLOAT8E5M2, BOOL -> false;
      default -> elements == 1;
    };
  }

  public static ElementType of(int code) {
    for (ElementType type : values()) {
      if (type.code == code && type.elements == 1) {
        return type;
      }
    }
    throw new UnreadableGraph(
        "has a tensor of element type " + code + ", which Kiln does not know");
  }
}
