package dev.kiln.langchain4j;

import dev.kiln.api.Picture;
import java.awt.image.BufferedImage;

/** Masks of edits: transparent where a picture is drawn anew, or white. */
final class EditMask {
  private static final int OPAQUE = 255;

  private EditMask() {}

  /** White where the picture is drawn anew, as Kiln has it. */
  static Picture of(Picture mask) {
    BufferedImage given = mask.image();
    if (!isTransparent(given)) {
      return mask;
    }
    BufferedImage white =
        new BufferedImage(given.getWidth(), given.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < given.getHeight(); y++) {
      for (int x = 0; x < given.getWidth(); x++) {
        white.setRGB(x, y, (OPAQUE - alpha(given, x, y)) * 0x010101);
      }
    }
    return Picture.of(white);
  }

  private static boolean isTransparent(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (alpha(image, x, y) < OPAQUE) {
          return true;
        }
      }
    }
    return false;
  }

  private static int alpha(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >>> 24;
  }
}
