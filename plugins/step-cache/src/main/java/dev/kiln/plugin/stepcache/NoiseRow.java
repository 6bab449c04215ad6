package dev.kiln.plugin.stepcache;

/**
 * What is known of one row: the input of the last call, evaluated or not; the input of the last
 * evaluation, the noise e that the network saw in it, and how it differed from the one before.
 */
final class NoiseRow extends KnownRow {
  /** Added to a norm that is divided by. */
  private static final double LEAST = 1e-8;

  private final float[] input;
  private final float[] evaluated;
  private final float[] noise;
  private final float[] change;
  private boolean fresh;

  NoiseRow(int size) {
    input = new float[size];
    evaluated = new float[size];
    noise = new float[size];
    change = new float[size];
  }

  /** Whether there is no noise of an earlier evaluation. */
  boolean fresh() {
    return fresh;
  }

  @Override
  void begin(float[] sample, int offset) {
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

  /** The sum of |x - x_i|, with x of the last call and x_i of the last evaluation. */
  double moved() {
    double sum = 0;
    for (int i = 0; i < input.length; i++) {
      sum += Math.abs(input[i] - evaluated[i]);
    }
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
    System.arraycopy(input, 0, evaluated, 0, input.length);
    return sum;
  }

  /**
   * The sum of |r| / |r_i| over the places, with r = e - x of the last input and the norm over the
   * channels.
   *
   * @param places of a channel
   */
  double ratios(float[] denoised, int offset, double sigma, int places) {
    float toNoise = (float) (Math.sqrt(sigma * sigma + 1) / sigma);
    float perSigma = (float) (1 / sigma);
    double sum = 0;
    for (int place = 0; place < places; place++) {
      double now = 0;
      double before = 0;
      for (int i = place; i < input.length; i += places) {
        double residual = input[i] * toNoise - denoised[offset + i] * perSigma - input[i];
        double last = noise[i] - evaluated[i];
        now += residual * residual;
        before += last * last;
      }
      sum += Math.sqrt(now) / (Math.sqrt(before) + LEAST);
    }
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

  /** D = x - sigma e, with e moved on as far as the input has: e + x - x_i. */
  void carry(float[] denoised, int offset, double sigma) {
    float toLatents = (float) Math.sqrt(sigma * sigma + 1);
    float level = (float) sigma;
    for (int i = 0; i < noise.length; i++) {
      float moved = noise[i] + input[i] - evaluated[i];
      denoised[offset + i] = input[i] * toLatents - level * moved;
    }
  }
}
