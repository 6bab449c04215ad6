package dev.kiln.plugin.softinpainting;

/**
 * A mean over a part of the sorted values around each place, weighted by a Gaussian that ends in 0:
 * from 0 to 1 it is a blur, a part at the end makes it a soft maximum, one in the middle a soft
 * median.
 */
final class WindowFilter {
  private static final int RADIUS = 2;
  private static final int SIZE = 2 * RADIUS + 1;
  private static final double DEVIATION = 1.5;

  /** In the kernel's weights, whose middle is 1. */
  private static final double LEAST_WINDOW = 1;

  private final double from;
  private final double to;
  private final double[] kernel = new double[SIZE * SIZE];
  private final double[] values = new double[SIZE * SIZE];
  private final double[] weights = new double[SIZE * SIZE];

  /**
   * @param from where the part of the sorted values begins, 0..1
   * @param to where it ends, 0..1
   */
  WindowFilter(double from, double to) {
    this.from = from;
    this.to = to;
    double edge = gaussian((RADIUS + 1) * (RADIUS + 1));
    for (int i = 0; i < kernel.length; i++) {
      int y = i / SIZE - RADIUS;
      int x = i % SIZE - RADIUS;
      kernel[i] = Math.max(0, (gaussian(x * x + y * y) - edge) / (1 - edge));
    }
  }

  private static double gaussian(double square) {
    return Math.exp(-square / (DEVIATION * DEVIATION));
  }

  /**
   * @param plane row by row
   * @return a filtered copy
   */
  float[] filtered(float[] plane, int width) {
    float[] result = new float[plane.length];
    for (int i = 0; i < plane.length; i++) {
      int count = sorted(plane, width, i % width, i / width);
      result[i] = (float) mean(count);
    }
    return result;
  }

  /** Lay out the values around a place in their order, with their weights; those inside count. */
  private int sorted(float[] plane, int width, int x, int y) {
    int height = plane.length / width;
    int count = 0;
    for (int i = 0; i < kernel.length; i++) {
      int row = y + i / SIZE - RADIUS;
      int column = x + i % SIZE - RADIUS;
      if (row >= 0 && row < height && column >= 0 && column < width) {
        insert(count++, plane[row * width + column], kernel[i]);
      }
    }
    return count;
  }

  private void insert(int count, double value, double weight) {
    int at = count;
    while (at > 0 && values[at - 1] > value) {
      values[at] = values[at - 1];
      weights[at] = weights[at - 1];
      at--;
    }
    values[at] = value;
    weights[at] = weight;
  }

  private double mean(int count) {
    double all = 0;
    for (int i = 0; i < count; i++) {
      all += weights[i];
    }
    double begin = all * from;
    double end = all * to;
    if (end - begin < LEAST_WINDOW) {
      double middle = (begin + end) / 2;
      end = Math.min(all, middle + LEAST_WINDOW / 2);
      begin = end - LEAST_WINDOW;
      if (begin < 0) {
        begin = 0;
        end = LEAST_WINDOW;
      }
    }
    double sum = 0;
    double covered = 0;
    double low = 0;
    for (int i = 0; i < count; i++) {
      double high = low + weights[i];
      double part = Math.min(end, high) - Math.max(begin, low);
      if (part > 0) {
        sum += values[i] * part;
        covered += part;
      }
      low = high;
    }
    return covered == 0 ? 0 : sum / covered;
  }
}
