package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one row: the input of the last call, evaluated or not; the noise e that the
 * network saw at the last evaluation, and how it differed from the one before.
 */
final class CachedRow {
  private final float[] input;
  private final float[] noise;
  private final float[] change;
  private @Nullable Row row;
  private @Nullable Tensor condition;
  private boolean fresh;

  CachedRow(int size) {
    input = new float[size];
    noise = new float[size];
    change = new float[size];
  }

  /** A condition is compared by identity: prompt schedules swap whole tensors. */
  boolean holds(Row wanted, Tensor under) {
    return wanted.equals(row) && condition == under;
  }

  boolean free() {
    return row == null;
  }

  void forget() {
    row = null;
    condition = null;
  }

  /** Whether there is no noise of an earlier evaluation. */
  boolean fresh() {
    return fresh;
  }

  /** Begin with a row that was not known. */
  void take(Row wanted, Tensor under, float[] sample, int offset) {
    row = wanted;
    condition = under;
    fresh = true;
    System.arraycopy(sample, offset, input, 0, input.length);
  }

  /** The sum of |x_t - x_(t-1)|; x_t is the last input from here on. */
  double move(float[] sample, int offset) {
    double sum = 0;
    for (int i = 0; i < input.length; i++) {
      sum += Math.abs(sample[offset + i] - input[i]);
    }
    System.arraycopy(sample, offset, input, 0, input.length);
    return sum;
  }

  /**
   * Keep e = (x - D) / sigma, with x of the last input: another interceptor may have changed the
   * call's.
   *
   * @param alongThePath whether the noise level differs from the last evaluation's; a corrector at
   *     the same level leaves the change as it was
   * @return the sum of |e_t - e|
   */
  double keep(float[] denoised, int offset, double sigma, boolean alongThePath) {
    float toNoise = (float) (Math.sqrt(sigma * sigma + 1) / sigma);
    float perSigma = (float) (1 / sigma);
    double sum = 0;
    for (int i = 0; i < noise.length; i++) {
      float value = input[i] * toNoise - denoised[offset + i] * perSigma;
      float difference = fresh ? 0 : value - noise[i];
      sum += Math.abs(difference);
      if (fresh || alongThePath) {
        change[i] = difference;
      }
      noise[i] = value;
    }
    fresh = false;
    return sum;
  }

  double noiseSum() {
    double sum = 0;
    for (float value : noise) {
      sum += Math.abs(value);
    }
    return sum;
  }

  /** D = x - sigma e, with e moved on by a fraction of its last change. */
  void extrapolate(float[] denoised, int offset, double sigma, double ahead) {
    float toLatents = (float) Math.sqrt(sigma * sigma + 1);
    float level = (float) sigma;
    float fraction = (float) ahead;
    for (int i = 0; i < noise.length; i++) {
      denoised[offset + i] = input[i] * toLatents - level * (noise[i] + fraction * change[i]);
    }
  }
}
