package dev.kiln.plugin.upscaleronnx.resample;

import dev.kiln.spi.tensor.Picture;
import java.util.function.DoubleUnaryOperator;

/**
 * Pillow's {@code Image.resize}, to the last bit: webUI's pictures are made with it. Rows come
 * before columns; newer versions of Pillow turn that round where a picture becomes wider and lower.
 * Colors of pictures that are not all opaque are weighted by their opacity meanwhile.
 */
public enum Resampling {
  /** Cubic convolution with a = -0.5 (Keys 1981). */
  BICUBIC(2, Resampling::cubic),
  /** The sinc function in a window of three lobes. */
  LANCZOS(3, x -> sinc(x) * sinc(x / 3));

  private final double support;
  private final DoubleUnaryOperator filter;

  /**
   * @param support how far the filter reaches to either side, in pixels of the result
   * @param filter the weight at a distance of less than the support
   */
  Resampling(double support, DoubleUnaryOperator filter) {
    this.support = support;
    this.filter = filter;
  }

  private static double cubic(double x) {
    double a = -0.5;
    double d = Math.abs(x);
    return d < 1
        ? ((a + 2) * d - (a + 3)) * d * d + 1
        : d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }

  double support() {
    return support;
  }

  double weight(double distance) {
    return Math.abs(distance) < support ? filter.applyAsDouble(distance) : 0;
  }

  /** A picture of another size; of its own size a copy. */
  public Picture resize(Picture picture, int width, int height) {
    if (picture.width() == width && picture.height() == height) {
      return new Picture(width, height, picture.rgba().clone());
    }
    boolean opaque = Opacity.isWhole(picture);
    Picture from = opaque ? picture : Opacity.weighted(picture);
    Picture wide =
        width == from.width() ? from : new FilterAxis(this, from.width(), width).rows(from);
    Picture made =
        height == wide.height() ? wide : new FilterAxis(this, wide.height(), height).columns(wide);
    return opaque ? made : Opacity.unweighted(made);
  }
}
