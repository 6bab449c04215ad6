package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import java.util.Optional;

/**
 * How a camera was held, by EXIF's tag 0x0112.
 *
 * @param value 1 for upright, 2 to 8 for the other ways to turn and mirror
 */
record ExifOrientation(int value) {
  private static final ExifOrientation UPRIGHT = new ExifOrientation(1);
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  /** Of a JPEG, PNG or WebP file; upright where none is told. */
  static ExifOrientation of(byte[] file) {
    return ExifBlock.in(file).flatMap(ExifOrientation::find).orElse(UPRIGHT);
  }

  private static Optional<ExifOrientation> find(ExifBlock exif) {
    return exif.entry(exif.first(), TAG).stream()
        .filter(entry -> exif.type(entry) == SHORT)
        .map(exif::small)
        .filter(value -> value >= 1 && value <= 8)
        .mapToObj(ExifOrientation::new)
        .findFirst();
  }

  /** The picture as it was seen. */
  Picture upright(Picture lying) {
    if (value == 1) {
      return lying;
    }
    boolean turned = value >= 5;
    int width = turned ? lying.height() : lying.width();
    int height = turned ? lying.width() : lying.height();
    Picture upright = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = turned ? source(lying, y, x) : source(lying, x, y);
        System.arraycopy(lying.rgba(), from, upright.rgba(), 4 * (y * width + x), 4);
      }
    }
    return upright;
  }

  /**
   * Where a pixel lies.
   *
   * @param x its column there, or its column from the right
   * @param y its row there, or its row from the bottom
   */
  private int source(Picture lying, int x, int y) {
    boolean fromRight = value == 2 || value == 3 || value == 7 || value == 8;
    boolean fromBottom = value == 3 || value == 4 || value == 6 || value == 7;
    int column = fromRight ? lying.width() - 1 - x : x;
    int row = fromBottom ? lying.height() - 1 - y : y;
    return 4 * (row * lying.width() + column);
  }
}
