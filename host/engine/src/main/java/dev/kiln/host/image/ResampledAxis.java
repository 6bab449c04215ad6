package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One axis of a picture resampled, in the fixed-point numbers that Pillow uses: weights of 22 bits
 * behind the point, and results rounded to 8 bits after each axis.
 *
 * @param kernels one for each pixel of the result; none to leave the axis as it is
 * @param vertical whether the axis goes down
 */
record ResampledAxis(Kernel[] kernels, boolean vertical) {
  private static final int BITS = 22;

  /**
   * @param first pixel that it weighs
   * @param weights of that one and those behind it, times 2^22
   */
  record Kernel(int first, int[] weights) {
    /**
     * @param sum of the weights as Pillow adds them, from first to last
     */
    static Kernel of(int first, double[] weights, double sum) {
      return new Kernel(
          first,
          Arrays.stream(weights)
              .map(weight -> weight / sum * (1 << BITS))
              .mapToInt(weight -> (int) (weight + Math.copySign(0.5, weight)))
              .toArray());
    }
  }

  static ResampledAxis across(Kernel[] kernels) {
    return new ResampledAxis(kernels, false);
  }

  static ResampledAxis down(Kernel[] kernels) {
    return new ResampledAxis(kernels, true);
  }

  Picture apply(Picture picture) {
    if (kernels.length == 0) {
      return picture;
    }
    int width = vertical ? picture.width() : kernels.length;
    int height = vertical ? kernels.length : picture.height();
    Picture result = Picture.black(width, height);
    IntStream.range(0, height).parallel().forEach(y -> row(picture, y, result));
    return result;
  }

  private void row(Picture picture, int y, Picture result) {
    int step = vertical ? 4 * picture.width() : 4;
    for (int x = 0; x < result.width(); x++) {
      Kernel kernel = kernels[vertical ? y : x];
      int from =
          4 * (vertical ? kernel.first * picture.width() + x : y * picture.width() + kernel.first);
      weigh(
          kernel.weights, picture.rgba(), from, step, result.rgba(), 4 * (y * result.width() + x));
    }
  }

  private static void weigh(int[] weights, byte[] in, int from, int step, byte[] out, int to) {
    for (int channel = 0; channel < 4; channel++) {
      int sum = 1 << BITS - 1;
      int at = from + channel;
      for (int weight : weights) {
        sum += weight * (in[at] & 0xff);
        at += step;
      }
      out[to + channel] = (byte) Math.max(0, Math.min(255, sum >> BITS));
    }
  }
}
