package dev.kiln.plugin.deepshrink;

/** PyTorch's {@code interpolate} with {@code align_corners=False}, in double precision. */
record Interpolation(Resizing how) {
  /** Planes of one size, one after the other. */
  float[] resized(float[] planes, int height, int width, int toHeight, int toWidth) {
    double[][] down = weights(height, toHeight);
    double[][] across = weights(width, toWidth);
    float[] result = new float[planes.length / (height * width) * toHeight * toWidth];
    for (int i = 0; i < result.length; i++) {
      int plane = i / (toHeight * toWidth) * height * width;
      double sum = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          sum +=
              down[i / toWidth % toHeight][y]
                  * across[i % toWidth][x]
                  * planes[plane + y * width + x];
        }
      }
      result[i] = (float) sum;
    }
    return result;
  }

  /** How much each pixel of a side counts in each of the new ones. */
  private double[][] weights(int from, int to) {
    double[][] weights = new double[to][from];
    for (int i = 0; i < to; i++) {
      double place = (i + 0.5) * from / to - 0.5;
      if (how == Resizing.NEAREST_EXACT) {
        weights[i][(int) Math.floor(place + 0.5)] = 1;
        continue;
      }
      for (int tap = (int) Math.floor(place) - 1; tap <= Math.floor(place) + 2; tap++) {
        weights[i][Math.max(0, Math.min(from - 1, tap))] += kernel(Math.abs(place - tap));
      }
    }
    return weights;
  }

  private double kernel(double x) {
    if (how == Resizing.BILINEAR) {
      return Math.max(0, 1 - x);
    }
    double a = -0.75;
    return x <= 1
        ? ((a + 2) * x - (a + 3)) * x * x + 1
        : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }
}
