package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.tensor.Picture;
import java.awt.Color;

/**
 * The regions as a picture at the size of the pixels: each part has a hue, and a cell the mean of
 * the hues of its parts by their weights. The part that is everywhere is white.
 */
final class RegionPicture {
  private static final int CELL = 8;

  /** The golden angle: neighbouring parts get hues that are far apart. */
  private static final float HUE_STEP = 0.381966f;

  private RegionPicture() {}

  static Picture of(Filters filters) {
    Picture picture = Picture.black(CELL * filters.width(), CELL * filters.height());
    float[] color = new float[3];
    for (int cell = 0; cell < filters.width() * filters.height(); cell++) {
      mix(filters, cell, color);
      int left = CELL * (cell % filters.width());
      int top = CELL * (cell / filters.width());
      for (int i = 0; i < CELL * CELL; i++) {
        picture.set(
            left + i % CELL,
            top + i / CELL,
            Math.round(255 * color[0]),
            Math.round(255 * color[1]),
            Math.round(255 * color[2]));
      }
    }
    return picture;
  }

  private static void mix(Filters filters, int cell, float[] color) {
    float[] sum = new float[3];
    float weights = 0;
    for (int part = 0; part < filters.maps().size(); part++) {
      float weight = Math.abs(filters.maps().get(part)[cell]);
      float[] own = part == 0 ? new float[] {1, 1, 1} : hue(part - 1);
      for (int i = 0; i < 3; i++) {
        sum[i] += weight * own[i];
      }
      weights += weight;
    }
    for (int i = 0; i < 3; i++) {
      color[i] = weights == 0 ? 0 : sum[i] / weights;
    }
  }

  private static float[] hue(int index) {
    int rgb = Color.HSBtoRGB(0.6f + index * HUE_STEP, 0.8f, 0.9f);
    return new float[] {(rgb >> 16 & 0xff) / 255f, (rgb >> 8 & 0xff) / 255f, (rgb & 0xff) / 255f};
  }
}
