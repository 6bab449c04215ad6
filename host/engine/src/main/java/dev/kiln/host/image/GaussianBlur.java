package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import java.util.stream.IntStream;

/**
 * A Gaussian along one axis, as webUI blurs masks with OpenCV: as wide as 2.5 standard deviations
 * to each side, mirrored at the edges. OpenCV's fixed-point weights may differ by a level or two.
 *
 * @param deviation in pixels; 0 changes nothing
 */
record GaussianBlur(int deviation) {
  private static final double REACH = 2.5;

  Picture across(Picture grey) {
    return blurred(grey, grey.width(), 4, grey.height(), 4 * grey.width());
  }

  Picture down(Picture grey) {
    return blurred(grey, grey.height(), 4 * grey.width(), grey.width(), 4);
  }

  private Picture blurred(Picture picture, int length, int step, int lines, int lineStep) {
    if (deviation == 0) {
      return picture;
    }
    double[] weights = weights();
    int reach = weights.length / 2;
    int[] offsets =
        IntStream.range(-reach, length + reach).map(i -> step * mirrored(i, length)).toArray();
    Picture blurred = new Picture(picture.width(), picture.height(), picture.rgba().clone());
    for (int line = 0; line < lines; line++) {
      int start = line * lineStep;
      for (int i = 0; i < length; i++) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * (picture.rgba()[start + offsets[i + k]] & 0xff);
        }
        Mask.set(blurred, start + i * step, (int) Math.rint(sum));
      }
    }
    return blurred;
  }

  private double[] weights() {
    int reach = (int) (REACH * deviation + 0.5);
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      double x = (k - reach) / (double) deviation;
      weights[k] = Math.exp(-x * x / 2);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /** The pixel at the edge is not repeated: 2 1 0 1 2. */
  private static int mirrored(int index, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int at = Math.floorMod(index, period);
    return at < length ? at : period - at;
  }
}
