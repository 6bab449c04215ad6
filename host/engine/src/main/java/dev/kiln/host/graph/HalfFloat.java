package dev.kiln.host.graph;

/** IEEE 754 half precision, which Java 17 cannot widen by itself. */
public final class HalfFloat {
  private HalfFloat() {}

  /** The nearest half; ties go to the even one, what is too large to infinity. */
  public static short ofFloat(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    } else if (size >= 65520f) {
      return (short) (sign | 0x7c00);
    } else if (size < 0x1p-14f) {
      // Subnormals are whole multiples of 2^-24.
      return (short) (sign | (int) Math.rint(size * 0x1p24f));
    }
    int rounded = Float.floatToIntBits(size) + 0xfff + (bits >>> 13 & 1);
    return (short) (sign | rounded - (112 << 23) >>> 13);
  }

  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Zero and subnormals: fraction times 2^-24.
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** Rounds to nearest, ties to even; what is too large becomes infinite. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    } else if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    } else if (magnitude < 0x38800000) {
      // Below 2^-14 halves are multiples of 2^-24.
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int rounded = magnitude - (112 << 23) + 0xfff + (magnitude >> 13 & 1);
    return (short) (sign | rounded >> 13);
  }
}
