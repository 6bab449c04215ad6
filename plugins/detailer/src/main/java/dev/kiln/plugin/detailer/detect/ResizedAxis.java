package dev.kiln.plugin.detailer.detect;

/**
 * Which pixels of a line each pixel of a longer or shorter one is made of.
 *
 * @param first of them, for each new pixel
 * @param weights of them and of those that follow; they add up to 1
 */
record ResizedAxis(int[] first, float[][] weights) {
  /** Of two neighbours. */
  static ResizedAxis linear(int from, int to) {
    return of(from, to, 1);
  }

  /** Of two neighbours, or of all that a new pixel covers. */
  static ResizedAxis smooth(int from, int to) {
    return of(from, to, Math.max(1, (double) from / to));
  }

  /**
   * @param reach how far a triangle reaches to each side, in pixels of the old line
   */
  private static ResizedAxis of(int from, int to, double reach) {
    int[] first = new int[to];
    float[][] weights = new float[to][];
    for (int i = 0; i < to; i++) {
      double center = Math.max(0.5, Math.min(from - 0.5, (i + 0.5) * from / to));
      int low = Math.max(0, (int) Math.ceil(center - reach - 0.5));
      int high = Math.min(from - 1, (int) Math.floor(center + reach - 0.5));
      double sum = 0;
      double[] triangle = new double[high - low + 1];
      for (int j = low; j <= high; j++) {
        triangle[j - low] = Math.max(0, 1 - Math.abs(j + 0.5 - center) / reach);
        sum += triangle[j - low];
      }
      first[i] = low;
      weights[i] = new float[triangle.length];
      for (int j = 0; j < triangle.length; j++) {
        weights[i][j] = (float) (triangle[j] / sum);
      }
    }
    return new ResizedAxis(first, weights);
  }

  int size() {
    return first.length;
  }

  /**
   * A new pixel.
   *
   * @param start of the line among the values
   * @param step from one pixel of the line to the next
   */
  float at(int pixel, float[] values, int start, int step) {
    float sum = 0;
    for (int j = 0; j < weights[pixel].length; j++) {
      sum += weights[pixel][j] * values[start + (first[pixel] + j) * step];
    }
    return sum;
  }
}
