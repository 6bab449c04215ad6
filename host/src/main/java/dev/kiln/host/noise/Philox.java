package dev.kiln.host.noise;

/**
 * The counter-based generator Philox4x32-10 (Salmon et al., 2011), drawn from as CUDA does and as
 * webUI's noise source "NV" does: value e of call n depends only on seed, n and e. Not thread-safe.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private static final float TO_UNIT = 2.3283064e-10f;
  private static final float TO_ANGLE = (float) (2.3283064e-10 * 6.2831855);

  private final long seed;
  private int calls;

  public Philox(long seed) {
    this.seed = seed;
  }

  /** Fill a part of an array with the next call's normal noise. */
  public void fill(float[] out, int offset, int length) {
    fill(out, offset, length, calls++, 0);
  }

  /**
   * Fill a part of an array with the noise of a given call.
   *
   * @param stream 0 for images; another one shares no values with it
   */
  void fill(float[] out, int offset, int length, int call, int stream) {
    for (int i = 0; i < length; i++) {
      long block = firstHalf(call, i, stream);
      out[offset + i] = normal((int) block, (int) (block >>> 32));
    }
  }

  /** Words 0 (low) and 1 (high) of the block of four at counter (call, 0, element, stream). */
  private long firstHalf(int call, int element, int stream) {
    int c0 = call;
    int c1 = 0;
    int c2 = element;
    int c3 = stream;
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & UNSIGNED);
      long p1 = MULTIPLIER_1 * (c2 & UNSIGNED);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return (c0 & UNSIGNED) | ((long) c1 << 32);
  }

  /** Box-Muller on two words; the single-precision constants are the original's. */
  private static float normal(int first, int second) {
    double u = (first & UNSIGNED) * (double) TO_UNIT + TO_UNIT / 2;
    double angle = (second & UNSIGNED) * (double) TO_ANGLE + TO_ANGLE / 2;
    return (float) (Math.sqrt(-2 * Math.log(u)) * Math.sin(angle));
  }
}
