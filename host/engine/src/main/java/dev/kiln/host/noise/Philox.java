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

  private static final double WORDS = 0x1p32;

  private final long seed;
  private int calls;
  // The block of four words computed last.
  private int word0;
  private int word1;
  private int word2;
  private int word3;

  public Philox(long seed) {
    this.seed = seed;
  }

  /** Fill a part of an array with the next call's normal noise, a block for each value. */
  public void fill(float[] out, int offset, int length) {
    for (int i = 0; i < length; i++) {
      block(calls, i, 0);
      out[offset + i] = (float) (radius(word0) * Math.sin(angle(word1)));
    }
    calls++;
  }

  /**
   * Fill a part of an array with the normal noise of a numbered call, four values of each block:
   * half the work, in a stream of its own that shares no block with {@link #fill}.
   */
  void fillPacked(float[] out, int offset, int length, int call) {
    for (int i = 0; i < length; i += 4) {
      block(call, i, 1);
      pair(out, offset + i, offset + length, word0, word1);
      pair(out, offset + i + 2, offset + length, word2, word3);
    }
  }

  private static void pair(float[] out, int at, int end, int first, int second) {
    double radius = radius(first);
    double angle = angle(second);
    if (at < end) {
      out[at] = (float) (radius * Math.sin(angle));
    }
    if (at + 1 < end) {
      out[at + 1] = (float) (radius * Math.cos(angle));
    }
  }

  /** The four words at counter (call, 0, element, stream). */
  private void block(int call, int element, int stream) {
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
    word0 = c0;
    word1 = c1;
    word2 = c2;
    word3 = c3;
  }

  /** Box-Muller's radius of a uniform number at the middle of its interval, so never 0 or 1. */
  private static double radius(int word) {
    return Math.sqrt(-2 * Math.log(((word & UNSIGNED) + 0.5) / WORDS));
  }

  private static double angle(int word) {
    return 2 * Math.PI * (((word & UNSIGNED) + 0.5) / WORDS);
  }
}
