package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/** Colors multiplied with their opacity and back, rounded as Pillow does. */
final class Opacity {
  private Opacity() {}

  /** Whether nothing shines through. */
  static boolean isFull(Picture picture) {
    byte[] rgba = picture.rgba();
    for (int i = 3; i < rgba.length; i += 4) {
      if (rgba[i] != -1) {
        return false;
      }
    }
    return true;
  }

  static Picture multiplied(Picture picture) {
    byte[] rgba = picture.rgba().clone();
    for (int i = 0; i < rgba.length; i++) {
      int alpha = rgba[i | 3] & 0xff;
      if ((i & 3) != 3) {
        // Rounded division by 255.
        int product = (rgba[i] & 0xff) * alpha + 128;
        rgba[i] = (byte) ((product >> 8) + product >> 8);
      }
    }
    return new Picture(picture.width(), picture.height(), rgba);
  }

  static Picture divided(Picture picture) {
    byte[] rgba = picture.rgba().clone();
    for (int i = 0; i < rgba.length; i++) {
      int alpha = rgba[i | 3] & 0xff;
      if ((i & 3) != 3 && alpha != 0) {
        rgba[i] = (byte) Math.min(255, 255 * (rgba[i] & 0xff) / alpha);
      }
    }
    return new Picture(picture.width(), picture.height(), rgba);
  }
}
