package dev.kiln.plugin.controlnet.preprocess;

/**
 * How the pixels along one side of a picture become another number of pixels: each new one is a
 * weighted sum of old ones.
 *
 * @param sources indexes of old pixels, for each new one
 * @param weights of them; they add up to 1
 */
record Axis(int[][] sources, float[][] weights) {
  /** OpenCV's: the sharpest that does not ring visibly. */
  private static final double CUBIC = -0.75;

  int length() {
    return sources.length;
  }

  /** The old pixel in which a new one begins. */
  static Axis nearest(int from, int to) {
    Axis axis = new Axis(new int[to][1], new float[to][1]);
    for (int i = 0; i < to; i++) {
      axis.sources[i][0] = (int) Math.min(from - 1, (long) i * from / to);
      axis.weights[i][0] = 1;
    }
    return axis;
  }

  /** Between the centers of two old pixels. */
  static Axis linear(int from, int to) {
    Axis axis = new Axis(new int[to][2], new float[to][2]);
    for (int i = 0; i < to; i++) {
      double center = center(i, from, to);
      int first = (int) Math.floor(center);
      float part = (float) (center - first);
      axis.put(i, 0, clamp(first, from), 1 - part);
      axis.put(i, 1, clamp(first + 1, from), part);
    }
    return axis;
  }

  /** A cubic through four old pixels. */
  static Axis cubic(int from, int to) {
    Axis axis = new Axis(new int[to][4], new float[to][4]);
    for (int i = 0; i < to; i++) {
      double center = center(i, from, to);
      int first = (int) Math.floor(center) - 1;
      for (int tap = 0; tap < 4; tap++) {
        axis.put(i, tap, clamp(first + tap, from), cubic(Math.abs(center - first - tap)));
      }
    }
    return axis;
  }

  /** Keys' convolution kernel at a distance of 0 to 2 pixels. */
  private static float cubic(double distance) {
    double x = distance;
    return (float)
        (x < 1
            ? ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1
            : ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC);
  }

  /** What a new pixel covers of the old ones. */
  static Axis area(int from, int to) {
    Axis axis = new Axis(new int[to][], new float[to][]);
    double scale = (double) from / to;
    for (int i = 0; i < to; i++) {
      double begin = i * scale;
      double end = Math.min(from, begin + scale);
      int first = (int) Math.floor(begin);
      int count = Math.max(1, (int) Math.ceil(end - 1e-9) - first);
      axis.sources[i] = new int[count];
      axis.weights[i] = new float[count];
      for (int tap = 0; tap < count; tap++) {
        double covered = Math.min(end, first + tap + 1) - Math.max(begin, first + tap);
        axis.put(i, tap, first + tap, (float) (covered / scale));
      }
    }
    return axis;
  }

  private void put(int pixel, int tap, int source, float weight) {
    sources[pixel][tap] = source;
    weights[pixel][tap] = weight;
  }

  /** Where the center of a new pixel lies among the centers of old ones. */
  private static double center(int pixel, int from, int to) {
    return (pixel + 0.5) * from / to - 0.5;
  }

  private static int clamp(int pixel, int length) {
    return Math.max(0, Math.min(length - 1, pixel));
  }
}
