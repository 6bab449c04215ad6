package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;

/**
 * What the ControlNets follow: a segmentation in ADE20K's colors, and a pose on black.
 *
 * @param width in pixels
 * @param height in pixels
 */
record ControlMaps(int width, int height) {
  private static final int[] SKY = {6, 230, 230};
  private static final int[] GRASS = {4, 250, 7};
  private static final int[] PERSON = {150, 5, 61};
  private static final int[] BONE = {255, 85, 0};

  /** The map of the first ControlNet or of the second. */
  String encoded(int unit, Pictures pictures) {
    return pictures.encode(unit == 0 ? segmentation() : pose());
  }

  private Picture segmentation() {
    Picture picture = Picture.black(width, height);
    fill(picture, SKY, 0, 0, 1, 0.6);
    fill(picture, GRASS, 0, 0.6, 1, 1);
    fill(picture, PERSON, 0.4, 0.25, 0.6, 0.95);
    return picture;
  }

  private Picture pose() {
    Picture picture = Picture.black(width, height);
    fill(picture, BONE, 0.49, 0.3, 0.51, 0.6);
    fill(picture, BONE, 0.35, 0.34, 0.65, 0.36);
    fill(picture, BONE, 0.44, 0.6, 0.46, 0.9);
    fill(picture, BONE, 0.54, 0.6, 0.56, 0.9);
    return picture;
  }

  /** A rectangle, its edges as parts of the picture's. */
  private void fill(
      Picture picture, int[] color, double left, double top, double right, double bottom) {
    for (int y = (int) (top * height); y < (int) (bottom * height); y++) {
      for (int x = (int) (left * width); x < (int) (right * width); x++) {
        picture.set(x, y, color[0], color[1], color[2]);
      }
    }
  }
}
