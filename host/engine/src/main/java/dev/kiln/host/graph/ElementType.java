package dev.kiln.host.graph;

/** Element types of ONNX tensors, by their number in {@code onnx.proto}. */
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
  FLOAT8E5M2(19, 1);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  public int code() {
    return code;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }

  /** Whether its numbers are whole, and division rounds. */
  public boolean whole() {
    return switch (this) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16, FLOAT8E4M3FN, FLOAT8E5M2, BOOL -> false;
      default -> true;
    };
  }

  public static ElementType of(int code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new UnreadableGraph(
        "has a tensor of element type " + code + ", which Kiln does not know");
  }
}
