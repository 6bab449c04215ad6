package dev.kiln.host.graph;

/**
 * Floating-point numbers of eight bits (Open Compute Project, OFP8 1.0) by the halves near them.
 */
public final class Float8 {
  /** 2^(15 - 7): what the exponents' biases of half precision and of E4M3 differ by. */
  private static final float BIAS = 0x1p8f;

  private Float8() {}

  /** Sign, 4 bits of exponent, 3 of fraction; no infinities, and one NaN of each sign. */
  public static float ofE4m3fn(byte bits) {
    int size = bits & 0x7f;
    return size == 0x7f
        ? Float.NaN
        : BIAS * HalfFloat.toFloat((short) ((bits & 0x80) << 8 | size << 7));
  }

  /** The upper half of a half. */
  public static float ofE5m2(byte bits) {
    return HalfFloat.toFloat((short) (bits << 8));
  }
}
