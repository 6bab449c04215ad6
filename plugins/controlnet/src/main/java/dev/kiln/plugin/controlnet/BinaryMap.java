package dev.kiln.plugin.controlnet;

import dev.kiln.spi.tensor.Picture;
import java.util.function.IntBinaryOperator;

/**
 * A map of white on black.
 *
 * @param values 0..255, row by row from the top
 */
record BinaryMap(int width, int height, int[] values) {
  private static final int MIDDLE = 127;

  /** The four lines through a pixel: along the row, the column, and both diagonals. */
  private static final int[][] LINES = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};

  /** The mean of the colors of each pixel. */
  static BinaryMap grey(Picture picture) {
    int[] values = new int[picture.width() * picture.height()];
    for (int i = 0; i < values.length; i++) {
      byte[] rgba = picture.rgba();
      values[i] = ((rgba[4 * i] & 0xff) + (rgba[4 * i + 1] & 0xff) + (rgba[4 * i + 2] & 0xff)) / 3;
    }
    return new BinaryMap(picture.width(), picture.height(), values);
  }

  /** Whether most of the white vanishes when what is thinner than three pixels does. */
  boolean isOfThinLines() {
    BinaryMap eroded = nine(255, Math::min);
    BinaryMap opened = eroded.nine(0, Math::max);
    int thin = 0;
    int white = 0;
    for (int i = 0; i < values.length; i++) {
      thin += opened.values[i] < values[i] ? 1 : 0;
      white += values[i] > MIDDLE ? 1 : 0;
    }
    return 2 * thin > white;
  }

  /** The extreme among a pixel and its eight neighbors; beyond the border nothing counts. */
  private BinaryMap nine(int neutral, IntBinaryOperator extreme) {
    BinaryMap result = new BinaryMap(width, height, new int[values.length]);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = neutral;
        for (int k = 0; k < 9; k++) {
          value = extreme.applyAsInt(value, at(x + k % 3 - 1, y + k / 3 - 1, neutral));
        }
        result.values[y * width + x] = value;
      }
    }
    return result;
  }

  /** What is the brightest along one of the lines through it; the rest is black. */
  BinaryMap ridges() {
    BinaryMap result = new BinaryMap(width, height, new int[values.length]);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = values[y * width + x];
        for (int[] line : LINES) {
          boolean highest =
              at(x - line[0], y - line[1], 0) <= value && at(x + line[0], y + line[1], 0) <= value;
          result.values[y * width + x] = highest ? value : result.values[y * width + x];
        }
      }
    }
    return result;
  }

  /** White above Otsu's threshold, which parts the values into the two most different groups. */
  BinaryMap binary() {
    int threshold = otsu();
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i] > threshold ? 255 : 0;
    }
    return new BinaryMap(width, height, result);
  }

  private int otsu() {
    int[] histogram = new int[256];
    long sum = 0;
    for (int value : values) {
      histogram[value]++;
      sum += value;
    }
    int best = 0;
    double most = 0;
    long below = 0;
    long sumBelow = 0;
    for (int value = 0; value < histogram.length; value++) {
      below += histogram[value];
      sumBelow += (long) value * histogram[value];
      long above = values.length - below;
      if (below > 0 && above > 0) {
        double apart = (double) sumBelow / below - (double) (sum - sumBelow) / above;
        double variance = (double) below * above * apart * apart;
        if (variance > most) {
          most = variance;
          best = value;
        }
      }
    }
    return best;
  }

  /** Lines of one pixel. */
  BinaryMap thinned(boolean pruned) {
    int[] result = values.clone();
    new Thinning(width, height, result).run(pruned);
    return new BinaryMap(width, height, result);
  }

  Picture picture() {
    Picture picture = Picture.black(width, height);
    for (int i = 0; i < values.length; i++) {
      picture.set(i % width, i / width, values[i], values[i], values[i]);
    }
    return picture;
  }

  private int at(int x, int y, int outside) {
    return x < 0 || y < 0 || x >= width || y >= height ? outside : values[y * width + x];
  }
}
