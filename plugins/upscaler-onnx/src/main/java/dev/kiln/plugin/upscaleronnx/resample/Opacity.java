package dev.kiln.plugin.upscaleronnx.resample;

import dev.kiln.spi.tensor.Picture;

/** The fourth channel of a picture. */
public final class Opacity {
  private Opacity() {}

  /** Whether all of a picture is opaque. */
  public static boolean isWhole(Picture picture) {
    for (int i = 3; i < picture.rgba().length; i += 4) {
      if (picture.rgba()[i] != -1) {
        return false;
      }
    }
    return true;
  }

  /** The colors of one picture with the opacity of another, which is brought to its size. */
  public static Picture of(Picture colors, Picture other) {
    Picture grey = Picture.black(other.width(), other.height());
    for (int i = 0; i < grey.rgba().length; i += 4) {
      grey.rgba()[i] = other.rgba()[i + 3];
    }
    Picture sized = Resampling.LANCZOS.resize(grey, colors.width(), colors.height());
    byte[] rgba = colors.rgba().clone();
    for (int i = 0; i < rgba.length; i += 4) {
      rgba[i + 3] = sized.rgba()[i];
    }
    return new Picture(colors.width(), colors.height(), rgba);
  }

  /** Each color times its opacity, rounded as Pillow does. */
  static Picture weighted(Picture picture) {
    byte[] rgba = picture.rgba().clone();
    for (int i = 0; i < rgba.length; i++) {
      if (i % 4 != 3) {
        int product = (rgba[i] & 0xff) * (rgba[i | 3] & 0xff) + 128;
        rgba[i] = (byte) ((product >> 8) + product >> 8);
      }
    }
    return new Picture(picture.width(), picture.height(), rgba);
  }

  /** Undo {@link #weighted}. */
  static Picture unweighted(Picture picture) {
    byte[] rgba = picture.rgba().clone();
    for (int i = 0; i < rgba.length; i++) {
      int opacity = rgba[i | 3] & 0xff;
      if (i % 4 != 3 && opacity > 0 && opacity < 255) {
        rgba[i] = (byte) Math.min(255, 255 * (rgba[i] & 0xff) / opacity);
      }
    }
    return new Picture(picture.width(), picture.height(), rgba);
  }
}
