package dev.kiln.plugin.hiresfix;

import java.util.function.DoubleUnaryOperator;

/**
 * How the values of one axis are made from those of another length: each is a weighted sum of
 * neighbours. Centers lie as PyTorch has them without {@code align_corners}.
 *
 * @param sources for each result, the values that it is a sum of
 * @param weights of them
 */
record LatentAxis(int[][] sources, float[][] weights) {
  /** Keys' cubic with PyTorch's constant. */
  private static final double SHARP = -0.75;

  /** The same with Pillow's constant, which PyTorch takes where it smooths. */
  private static final double SOFT = -0.5;

  static LatentAxis of(LatentUpscale way, int from, int to) {
    LatentAxis axis = new LatentAxis(new int[to][], new float[to][]);
    for (int i = 0; i < to; i++) {
      switch (way) {
        case NEAREST -> axis.one(i, (int) ((long) i * from / to));
        case NEAREST_EXACT -> axis.one(i, (int) ((2L * i + 1) * from / (2L * to)));
        case BILINEAR -> axis.between(i, Math.max(0, center(i, from, to)), from);
        case BICUBIC -> axis.cubic(i, center(i, from, to), from);
        case BILINEAR_ANTIALIASED -> axis.smooth(i, from, 1, LatentAxis::triangle);
        case BICUBIC_ANTIALIASED -> axis.smooth(i, from, 2, x -> cubic(x, SOFT));
      }
    }
    return axis;
  }

  /** Where the center of a result lies, in values of the source, the first one at 0. */
  private static double center(int index, int from, int to) {
    return (index + 0.5) * from / to - 0.5;
  }

  private void one(int index, int source) {
    sources[index] = new int[] {source};
    weights[index] = new float[] {1};
  }

  private void between(int index, double center, int from) {
    int low = (int) center;
    float share = (float) (center - low);
    sources[index] = new int[] {low, Math.min(low + 1, from - 1)};
    weights[index] = new float[] {1 - share, share};
  }

  /** Beyond the ends the outermost value goes on. */
  private void cubic(int index, double center, int from) {
    int low = (int) Math.floor(center);
    sources[index] = new int[4];
    weights[index] = new float[4];
    for (int i = 0; i < 4; i++) {
      sources[index][i] = Math.min(Math.max(low - 1 + i, 0), from - 1);
      weights[index][i] = (float) cubic(center - (low - 1 + i), SHARP);
    }
  }

  /** Over as many values as one result covers; beyond the ends there are none. */
  private void smooth(int index, int from, double support, DoubleUnaryOperator filter) {
    double scale = (double) from / sources.length;
    double stretch = Math.max(scale, 1);
    double center = scale * (index + 0.5);
    int low = Math.max((int) (center - support * stretch + 0.5), 0);
    int high = Math.min((int) (center + support * stretch + 0.5), from);
    sources[index] = new int[high - low];
    weights[index] = new float[high - low];
    double sum = 0;
    double[] values = new double[high - low];
    for (int i = 0; i < values.length; i++) {
      values[i] = filter.applyAsDouble((low + i - center + 0.5) / stretch);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      sources[index][i] = low + i;
      weights[index][i] = (float) (values[i] / sum);
    }
  }

  private static double triangle(double x) {
    return Math.max(0, 1 - Math.abs(x));
  }

  /** Keys, "Cubic convolution interpolation for digital image processing" (1981), equation 4. */
  private static double cubic(double x, double a) {
    double d = Math.abs(x);
    if (d < 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
  }

  /**
   * Compute the values of one line.
   *
   * @param step between neighbours of the source
   * @param outStep between neighbours of the result
   */
  void apply(float[] in, int first, int step, float[] out, int outFirst, int outStep) {
    for (int i = 0; i < sources.length; i++) {
      float sum = 0;
      for (int k = 0; k < sources[i].length; k++) {
        sum += weights[i][k] * in[first + sources[i][k] * step];
      }
      out[outFirst + i * outStep] = sum;
    }
  }
}
