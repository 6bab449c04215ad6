package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.tensor.Picture;

/**
 * How alike two pictures are.
 *
 * @param squaredError mean over red, green and blue, of 255²
 * @param ssim structural similarity (Wang et al. 2004), at most 1; the mean over all pixels and
 *     colors, under a Gaussian window of 11x11 pixels with σ = 1.5, K1 = 0.01, K2 = 0.03
 */
record Likeness(double squaredError, double ssim) {
  private static final int RADIUS = 5;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 255 * 0.01 * 255;
  private static final double C2 = 0.03 * 255 * 0.03 * 255;

  /** In dB; infinite for equal pictures. */
  static double psnr(double squaredError) {
    return 10 * Math.log10(255.0 * 255.0 / squaredError);
  }

  /** NaN for two sizes. */
  static Likeness of(Picture one, Picture other) {
    int width = one.width();
    int height = one.height();
    if (width != other.width() || height != other.height()) {
      return new Likeness(Double.NaN, Double.NaN);
    }
    double squares = 0;
    double ssim = 0;
    for (int color = 0; color < 3; color++) {
      double[] a = plane(one, color);
      double[] b = plane(other, color);
      for (int i = 0; i < a.length; i++) {
        squares += (a[i] - b[i]) * (a[i] - b[i]);
      }
      ssim += ssim(a, b, width, height);
    }
    return new Likeness(squares / (3.0 * width * height), ssim / 3);
  }

  private static double[] plane(Picture picture, int color) {
    double[] plane = new double[picture.width() * picture.height()];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = picture.rgba()[4 * i + color] & 0xff;
    }
    return plane;
  }

  private static double ssim(double[] a, double[] b, int width, int height) {
    double[] meanA = blurred(a, width, height);
    double[] meanB = blurred(b, width, height);
    double[] squareA = blurred(product(a, a), width, height);
    double[] squareB = blurred(product(b, b), width, height);
    double[] both = blurred(product(a, b), width, height);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double means = meanA[i] * meanB[i];
      double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
      double variances = squareA[i] + squareB[i] - squares;
      sum += (2 * means + C1) * (2 * (both[i] - means) + C2) / ((squares + C1) * (variances + C2));
    }
    return sum / a.length;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** Under the window, along rows and then along columns; the border is repeated. */
  private static double[] blurred(double[] plane, int width, int height) {
    double[] weights = weights();
    double[] rows = new double[plane.length];
    double[] result = new double[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int k = -RADIUS; k <= RADIUS; k++) {
          rows[y * width + x] += weights[k + RADIUS] * plane[y * width + inside(x + k, width)];
        }
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int k = -RADIUS; k <= RADIUS; k++) {
          result[y * width + x] += weights[k + RADIUS] * rows[inside(y + k, height) * width + x];
        }
      }
    }
    return result;
  }

  private static int inside(int at, int size) {
    return Math.max(0, Math.min(size - 1, at));
  }

  private static double[] weights() {
    double[] weights = new double[2 * RADIUS + 1];
    double sum = 0;
    for (int k = -RADIUS; k <= RADIUS; k++) {
      weights[k + RADIUS] = Math.exp(-k * k / (2 * SIGMA * SIGMA));
      sum += weights[k + RADIUS];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}
