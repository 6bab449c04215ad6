package dev.kiln.plugin.upscaleronnx.resample;

import dev.kiln.spi.tensor.Picture;
import java.util.stream.IntStream;

/**
 * One axis of a picture in another length. Weights are whole numbers of 22 binary digits behind the
 * point, as Pillow has them for 8 bits a channel.
 */
final class FilterAxis {
  private static final int PRECISION = 22;

  private final int[] starts;
  private final int[][] weights;

  /**
   * @param from pixels before
   * @param to pixels after
   */
  FilterAxis(Resampling filter, int from, int to) {
    starts = new int[to];
    weights = new int[to][];
    double scale = (double) from / to;
    // A picture that shrinks is smoothed over all pixels that become one.
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      int start = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(from, (int) (center + support + 0.5));
      double[] real = new double[end - start];
      for (int j = 0; j < real.length; j++) {
        real[j] = filter.weight((start + j - center + 0.5) * (1 / stretch));
      }
      starts[i] = start;
      weights[i] = whole(real);
    }
  }

  /** Of the sum 1. */
  private static int[] whole(double... real) {
    double sum = 0;
    for (double weight : real) {
      sum += weight;
    }
    int[] whole = new int[real.length];
    for (int i = 0; i < real.length; i++) {
      double weight = (sum == 0 ? real[i] : real[i] / sum) * (1 << PRECISION);
      whole[i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    return whole;
  }

  /** Each row in the new length. */
  Picture rows(Picture from) {
    Picture to = Picture.black(starts.length, from.height());
    IntStream.range(0, to.height())
        .parallel()
        .forEach(
            y -> {
              for (int x = 0; x < to.width(); x++) {
                int first = 4 * (y * from.width() + starts[x]);
                filter(from, first, 4, weights[x], to, 4 * (y * to.width() + x));
              }
            });
    return to;
  }

  /** Each column in the new length. */
  Picture columns(Picture from) {
    Picture to = Picture.black(from.width(), starts.length);
    IntStream.range(0, to.height())
        .parallel()
        .forEach(
            y -> {
              for (int x = 0; x < to.width(); x++) {
                int first = 4 * (starts[y] * from.width() + x);
                filter(from, first, 4 * from.width(), weights[y], to, 4 * (y * to.width() + x));
              }
            });
    return to;
  }

  /**
   * @param first the byte of the first pixel that counts
   * @param step bytes from one to the next
   * @param at the byte of the pixel to write
   */
  private static void filter(Picture from, int first, int step, int[] weights, Picture to, int at) {
    for (int channel = 0; channel < 4; channel++) {
      int sum = 1 << PRECISION - 1;
      int source = first + channel;
      for (int weight : weights) {
        sum += (from.rgba()[source] & 0xff) * weight;
        source += step;
      }
      to.rgba()[at + channel] = (byte) Math.max(0, Math.min(255, sum >> PRECISION));
    }
  }
}
