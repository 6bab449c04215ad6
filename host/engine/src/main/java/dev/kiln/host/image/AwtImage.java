package dev.kiln.host.image;

import java.awt.image.BufferedImage;

/** Pictures for AWT. Apart from {@link PngImage}, so that drawing one loads no class of AWT. */
public final class AwtImage {
  private AwtImage() {}

  /** The colors of a picture. */
  public static BufferedImage of(PngImage picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.rgb();
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = 3 * (y * row.length + x);
        row[x] = (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | rgb[at + 2] & 255;
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return image;
  }
}
