package dev.kiln.plugin.controlnet.preprocess;

/** Blurs by a Gaussian kernel, as OpenCV cuts it off; beyond its edges a plane is mirrored. */
final class GaussianFilter {
  /** OpenCV's kernels reach as many sigmas: 3 for pictures of bytes, 4 for floats. */
  static final int BYTES = 3;

  static final int FLOATS = 4;

  private final float[] kernel;

  /**
   * @param sigma in pixels
   * @param reach {@link #BYTES} or {@link #FLOATS}
   */
  GaussianFilter(double sigma, int reach) {
    int size = (int) Math.rint(sigma * reach * 2 + 1) | 1;
    double[] weights = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double distance = i - size / 2;
      weights[i] = Math.exp(-distance * distance / (2 * sigma * sigma));
      sum += weights[i];
    }
    kernel = new float[size];
    for (int i = 0; i < size; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
  }

  Plane blur(Plane plane) {
    return down(across(plane));
  }

  private Plane across(Plane plane) {
    Plane result = new Plane(plane.width(), plane.height());
    int[] sources = sources(plane.width());
    for (int y = 0; y < plane.height(); y++) {
      int row = y * plane.width();
      for (int x = 0; x < plane.width(); x++) {
        float sum = 0;
        for (int tap = 0; tap < kernel.length; tap++) {
          sum += kernel[tap] * plane.values()[row + sources[x + tap]];
        }
        result.values()[row + x] = sum;
      }
    }
    return result;
  }

  private Plane down(Plane plane) {
    int width = plane.width();
    Plane result = new Plane(width, plane.height());
    int[] sources = sources(plane.height());
    for (int y = 0; y < plane.height(); y++) {
      for (int tap = 0; tap < kernel.length; tap++) {
        int from = sources[y + tap] * width;
        for (int x = 0; x < width; x++) {
          result.values()[y * width + x] += kernel[tap] * plane.values()[from + x];
        }
      }
    }
    return result;
  }

  /** The pixel for each place from half a kernel before the first to half a kernel behind it. */
  private int[] sources(int length) {
    int[] sources = new int[length + kernel.length - 1];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = mirrored(i - kernel.length / 2, length);
    }
    return sources;
  }

  /** Mirrored at the middle of the outermost pixel, as often as needed: 2 1 0 1 2. */
  private static int mirrored(int place, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * length - 2;
    int at = Math.floorMod(place, period);
    return at < length ? at : period - at;
  }
}
