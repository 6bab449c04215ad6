package dev.kiln.host.weights.file;

import dev.kiln.host.graph.ElementType;
import java.util.Optional;

/**
 * Element types of safetensors and GGUF files; those without an ONNX type can be listed but not
 * used.
 */
public enum StoredType {
  F64(64, ElementType.DOUBLE),
  F32(32, ElementType.FLOAT),
  F16(16, ElementType.FLOAT16),
  BF16(16, ElementType.BFLOAT16),
  I64(64, ElementType.INT64),
  I32(32, ElementType.INT32),
  I16(16, ElementType.INT16),
  I8(8, ElementType.INT8),
  U64(64, ElementType.UINT64),
  U32(32, ElementType.UINT32),
  U16(16, ElementType.UINT16),
  U8(8, ElementType.UINT8),
  BOOL(8, ElementType.BOOL),
  C64(64),
  F8_E4M3(8, ElementType.FLOAT8E4M3FN),
  F8_E5M2(8, ElementType.FLOAT8E5M2),
  F8_E4M3FNUZ(8),
  F8_E5M2FNUZ(8),
  F8_E8M0(8),
  F6_E2M3(6),
  F6_E3M2(6),
  F4(4),
  Q4_0(ElementType.Q4_0),
  Q4_1(ElementType.Q4_1),
  Q5_0(ElementType.Q5_0),
  Q5_1(ElementType.Q5_1),
  Q8_0(ElementType.Q8_0),
  Q4_K(ElementType.Q4_K),
  Q5_K(ElementType.Q5_K),
  Q6_K(ElementType.Q6_K);

  private final int bits;
  private final Optional<ElementType> element;

  StoredType(int bits) {
    this.bits = bits;
    this.element = Optional.empty();
  }

  StoredType(int bits, ElementType element) {
    this.bits = bits;
    this.element = Optional.of(element);
  }

  /** A type of GGUF files alone. */
  StoredType(ElementType blocks) {
    this.bits = 0;
    this.element = Optional.of(blocks);
  }

  /** Bits an element; 0 for blocks. */
  public int bits() {
    return bits;
  }

  public Optional<ElementType> element() {
    return element;
  }

  /** A type by its name in safetensors files. */
  static Optional<StoredType> named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name) && type.bits > 0) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The type that stores elements of an ONNX type. */
  public static StoredType of(ElementType element) {
    for (StoredType type : values()) {
      if (type.element.equals(Optional.of(element))) {
        return type;
      }
    }
    throw new IllegalArgumentException("safetensors have no " + element);
  }
}
