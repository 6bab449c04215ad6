package dev.kiln.plugin.quantize;

import dev.kiln.spi.tensor.Tensor;

/**
 * Spreads each number over all of its block: x·R with R = H/√size, the Hadamard matrix of size
 * numbers over the root of its size. R is symmetric and its own inverse, so that (x·R)·(W·R)ᵀ =
 * x·Wᵀ, while outliers are gone (QuaRot, arXiv 2404.00456).
 *
 * @param size a power of two
 */
record Rotation(int size) {
  /** As of ConvRot: a larger one costs more at each run, and gains little. */
  private static final int LARGEST = 256;

  /** In the largest blocks that a row is made of. */
  static Rotation of(int inputs) {
    return new Rotation(Math.min(LARGEST, Integer.lowestOneBit(inputs)));
  }

  /**
   * Rotate rows by the fast transform of Walsh and Hadamard.
   *
   * @param rows a multiple of the size
   */
  float[] of(float[] rows) {
    float[] turned = rows.clone();
    for (int half = 1; half < size; half *= 2) {
      for (int i = 0; i < turned.length; i++) {
        if ((i & half) == 0) {
          float a = turned[i];
          float b = turned[i + half];
          turned[i] = a + b;
          turned[i + half] = a - b;
        }
      }
    }
    float root = (float) (1 / Math.sqrt(size));
    for (int i = 0; i < turned.length; i++) {
      turned[i] *= root;
    }
    return turned;
  }

  /** R, [size, size]: the rotated rows of the identity. */
  Tensor matrix() {
    float[] identity = new float[size * size];
    for (int i = 0; i < size; i++) {
      identity[i * size + i] = 1;
    }
    return Tensor.of(of(identity), size, size);
  }
}
