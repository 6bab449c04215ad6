package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/**
 * webUI's color correction: each channel of CIELAB is brought to the distribution that it has in
 * another picture, and the brightness is that of before.
 */
public final class ColorMatch {
  private static final int LEVELS = 256;

  /** Of each channel, the share of pixels up to a level. */
  private final double[][] wanted;

  private ColorMatch(double[][] wanted) {
    this.wanted = wanted;
  }

  /** The colors of an opaque picture. */
  public static ColorMatch to(Picture picture) {
    return new ColorMatch(shares(picture));
  }

  /** An opaque picture in these colors. */
  public Picture applied(Picture picture) {
    double[][] given = shares(picture);
    int[][] levels = new int[3][LEVELS];
    for (int channel = 0; channel < 3; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        levels[channel][level] = (int) matching(wanted[channel], given[channel][level]);
      }
    }
    Picture result = Picture.black(picture.width(), picture.height());
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      int[] rgb = rgb(picture, i);
      int[] lab = Lab.of(rgb);
      for (int channel = 0; channel < 3; channel++) {
        lab[channel] = levels[channel][lab[channel]];
      }
      int[] matched = asBrightAs(rgb, Lab.toRgb(lab));
      result.set(i % picture.width(), i / picture.width(), matched[0], matched[1], matched[2]);
    }
    return result;
  }

  private static int[] rgb(Picture picture, int pixel) {
    byte[] rgba = picture.rgba();
    int at = 4 * pixel;
    return new int[] {rgba[at] & 0xff, rgba[at + 1] & 0xff, rgba[at + 2] & 0xff};
  }

  private static double[][] shares(Picture picture) {
    int pixels = picture.width() * picture.height();
    double[][] shares = new double[3][LEVELS];
    for (int i = 0; i < pixels; i++) {
      int[] lab = Lab.of(rgb(picture, i));
      for (int channel = 0; channel < 3; channel++) {
        shares[channel][lab[channel]]++;
      }
    }
    for (double[] channel : shares) {
      double sum = 0;
      for (int level = 0; level < LEVELS; level++) {
        sum += channel[level];
        channel[level] = sum / pixels;
      }
    }
    return shares;
  }

  /** The level up to which a share of pixels goes, between levels that occur by interpolation. */
  private static double matching(double[] shares, double share) {
    int before = -1;
    for (int level = 0; level < LEVELS; level++) {
      boolean occurs = shares[level] > (level == 0 ? 0 : shares[level - 1]);
      if (occurs && shares[level] >= share) {
        return before < 0 || shares[level] == share
            ? level
            : (level - before) / (shares[level] - shares[before]) * (share - shares[before])
                + before;
      }
      before = occurs ? level : before;
    }
    return before;
  }

  /**
   * The colors of one pixel with the luminosity of another: PDF's blend mode, with the weights of
   * ITU-R 601 in three digits. Fractions of a level are cut off, as in webUI.
   */
  private static int[] asBrightAs(int[] bright, int[] colors) {
    double[] values = shares(colors);
    double more = luminosity(shares(bright)) - luminosity(values);
    for (int channel = 0; channel < 3; channel++) {
      values[channel] += more;
    }
    double light = luminosity(values);
    double least = Math.min(values[0], Math.min(values[1], values[2]));
    double most = Math.max(values[0], Math.max(values[1], values[2]));
    int[] result = new int[3];
    for (int channel = 0; channel < 3; channel++) {
      double value = values[channel];
      if (least < 0) {
        value = light + (value - light) * light / (light - least);
      }
      if (most > 1) {
        value = light + (value - light) * (1 - light) / (most - light);
      }
      result[channel] = (int) (Math.max(0, Math.min(1, value)) * 255);
    }
    return result;
  }

  private static double[] shares(int[] rgb) {
    return new double[] {rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0};
  }

  private static double luminosity(double[] rgb) {
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  }
}
