package dev.kiln.plugin.controlnet;

import dev.kiln.spi.tensor.Picture;

/** Where a unit acts, at the size of one layer. */
final class RegionMask {
  private RegionMask() {}

  /**
   * The brightness of a picture in another size, 0..1: bilinear between the centers of pixels, as
   * torch's interpolate does it without aligned corners.
   */
  static float[] of(Picture picture, int height, int width) {
    float[] mask = new float[height * width];
    double down = (double) picture.height() / height;
    double across = (double) picture.width() / width;
    for (int y = 0; y < height; y++) {
      double top = Math.max(0, (y + 0.5) * down - 0.5);
      for (int x = 0; x < width; x++) {
        double left = Math.max(0, (x + 0.5) * across - 0.5);
        mask[y * width + x] = (float) between(picture, left, top);
      }
    }
    return mask;
  }

  private static double between(Picture picture, double x, double y) {
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, picture.width() - 1);
    int bottom = Math.min(top + 1, picture.height() - 1);
    double across = x - left;
    double upper = (1 - across) * picture.at(left, top, 0) + across * picture.at(right, top, 0);
    double lower =
        (1 - across) * picture.at(left, bottom, 0) + across * picture.at(right, bottom, 0);
    double down = y - top;
    return ((1 - down) * upper + down * lower) / 255;
  }
}
