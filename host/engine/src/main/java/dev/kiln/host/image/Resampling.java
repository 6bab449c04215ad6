package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/**
 * Resizes pictures as Pillow 9.5 does, to the bit: webUI resizes with it. All filters but {@link
 * #NEAREST} are separable convolutions, whose kernels widen where a picture shrinks, so that no
 * pixel is left out. Safe from any thread.
 */
public enum Resampling {
  /** The pixel at the center. */
  NEAREST(0),
  /** A triangle. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return 1 - x;
    }
  },
  /** Keys' cubic with a = -1/2. */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
    }
  },
  /** A sinc with three lobes, windowed by the middle one of a wider sinc. */
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return sinc(x) * sinc(x / 3);
    }
  };

  private final double radius;

  /**
   * @param radius beyond which the kernel is zero, in pixels of the smaller of the two pictures
   */
  Resampling(double radius) {
    this.radius = radius;
  }

  /**
   * Another picture of the given size, or the same where it has that size. Colors count by their
   * opacity, so that none shines out of a transparent place.
   *
   * @param width at least 1
   * @param height at least 1
   */
  public Picture resize(Picture picture, int width, int height) {
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    if (this == NEAREST) {
      return nearest(picture, width, height);
    }
    boolean opaque = Opacity.isFull(picture);
    Picture result = opaque ? picture : Opacity.multiplied(picture);
    result = ResampledAxis.across(kernels(picture.width(), width)).apply(result);
    result = ResampledAxis.down(kernels(picture.height(), height)).apply(result);
    return opaque ? result : Opacity.divided(result);
  }

  private static Picture nearest(Picture picture, int width, int height) {
    Picture result = Picture.black(width, height);
    int[] columns = positions(picture.width(), width);
    int[] rows = positions(picture.height(), height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = 4 * (rows[y] * picture.width() + columns[x]);
        System.arraycopy(picture.rgba(), from, result.rgba(), 4 * (y * width + x), 4);
      }
    }
    return result;
  }

  /** Summed up as Pillow does, whose rounding decides ties. */
  private static int[] positions(int from, int to) {
    double step = (double) from / to;
    double position = step / 2;
    int[] positions = new int[to];
    for (int i = 0; i < to; i++) {
      positions[i] = Math.min(from - 1, (int) position);
      position += step;
    }
    return positions;
  }

  /**
   * What Pillow makes of no pixels at all at an edge of a picture: the colors there, carried on as
   * the kernel sees them. webUI fills with it.
   *
   * @param edge the column or row before which it lies, 0 to the picture's width or height
   * @param size of the strip
   */
  Picture beyond(Picture picture, boolean vertical, int edge, int size) {
    int length = vertical ? picture.height() : picture.width();
    ResampledAxis.Kernel[] kernels = kernels(length, edge, 0, size);
    return new ResampledAxis(kernels, vertical).apply(picture);
  }

  private ResampledAxis.Kernel[] kernels(int from, int to) {
    return kernels(from, 0, (double) from / to, from == to ? 0 : to);
  }

  /**
   * Of every pixel of the result along one axis.
   *
   * @param length of the axis
   * @param start where on it the result begins
   * @param scale pixels of the axis for one of the result
   * @param count pixels of the result
   */
  private ResampledAxis.Kernel[] kernels(int length, double start, double scale, int count) {
    ResampledAxis.Kernel[] kernels = new ResampledAxis.Kernel[count];
    double stretch = Math.max(1, scale);
    double reach = radius * stretch;
    for (int i = 0; i < count; i++) {
      double center = start + (i + 0.5) * scale;
      int first = Math.max(0, (int) (center - reach + 0.5));
      int last = Math.min(length, (int) (center + reach + 0.5));
      double[] weights = new double[last - first];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        double x = Math.abs((k + first - center + 0.5) * (1 / stretch));
        weights[k] = x < radius ? weight(x) : 0;
        sum += weights[k];
      }
      kernels[i] = ResampledAxis.Kernel.of(first, weights, sum);
    }
    return kernels;
  }

  /**
   * @param x distance from the center, 0 to the radius
   */
  double weight(double x) {
    throw new IllegalStateException(this + " has no kernel");
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
