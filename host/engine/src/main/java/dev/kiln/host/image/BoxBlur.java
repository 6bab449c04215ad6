package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/**
 * Pillow's Gaussian blur: three means over boxes of a fractional width along each axis (Gwosdek et
 * al., 2011), in its fixed-point numbers.
 */
final class BoxBlur {
  private static final int PASSES = 3;
  private static final int BITS = 24;

  private final float radius;

  /**
   * @param deviation of the Gaussian in pixels
   */
  BoxBlur(float deviation) {
    float variance = deviation * deviation / PASSES;
    float length = (float) Math.sqrt(12.0 * variance + 1.0);
    float whole = (float) Math.floor((length - 1.0) / 2.0);
    float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
    part /= 6 * (variance - (whole + 1) * (whole + 1));
    radius = whole + part;
  }

  /** All four channels alike. */
  Picture blurred(Picture picture) {
    if (radius == 0) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    byte[] rgba = picture.rgba().clone();
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < height; y++) {
        blur(rgba, 4 * y * width + channel, 4, width);
      }
      for (int x = 0; x < width; x++) {
        blur(rgba, 4 * x + channel, 4 * width, height);
      }
    }
    return new Picture(width, height, rgba);
  }

  private void blur(byte[] values, int from, int step, int length) {
    int[] line = new int[length];
    for (int i = 0; i < length; i++) {
      line[i] = values[from + i * step] & 0xff;
    }
    for (int pass = 0; pass < PASSES; pass++) {
      line = mean(line);
    }
    for (int i = 0; i < length; i++) {
      values[from + i * step] = (byte) line[i];
    }
  }

  private int[] mean(int[] line) {
    int reach = (int) radius;
    long weight = (long) ((1 << BITS) / (radius * 2 + 1));
    long edge = ((1 << BITS) - (reach * 2 + 1) * weight) / 2;
    long sum = 0;
    for (int i = -reach - 1; i < reach; i++) {
      sum += at(line, i);
    }
    int[] means = new int[line.length];
    for (int i = 0; i < line.length; i++) {
      int before = at(line, i - reach - 1);
      sum += at(line, i + reach) - before;
      long weighed = sum * weight + (before + at(line, i + reach + 1)) * edge;
      means[i] = (int) (weighed + (1 << BITS - 1) >> BITS);
    }
    return means;
  }

  /** The ends go on outside. */
  private static int at(int[] line, int index) {
    return line[Math.max(0, Math.min(line.length - 1, index))];
  }
}
