package dev.kiln.plugin.upscaleronnx;

import dev.kiln.spi.tensor.Picture;

/** The fourth channel of a picture, which networks do not know. */
final class Opacity {
  private Opacity() {}

  /** Whether all of a picture is opaque. */
  static boolean isWhole(Picture picture) {
    for (int i = 3; i < picture.rgba().length; i += 4) {
      if (picture.rgba()[i] != -1) {
        return false;
      }
    }
    return true;
  }

  /** A picture's opacity as a grey picture, to be brought to another size. */
  static Picture grey(Picture picture) {
    Picture grey = Picture.black(picture.width(), picture.height());
    for (int i = 0; i < grey.rgba().length; i += 4) {
      grey.rgba()[i] = picture.rgba()[i + 3];
    }
    return grey;
  }

  /** The colors of one picture with the opacity that a {@link #grey} one of its size holds. */
  static Picture of(Picture colors, Picture grey) {
    byte[] rgba = colors.rgba().clone();
    for (int i = 0; i < rgba.length; i += 4) {
      rgba[i + 3] = grey.rgba()[i];
    }
    return new Picture(colors.width(), colors.height(), rgba);
  }
}
