package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/** Pictures put into and cut out of others, and laid over each other, rounded as Pillow does. */
public final class Pasting {
  private static final int BITS = 7;

  private Pasting() {}

  /** Copy a picture into another one; what lies outside of it is left out. */
  public static void paste(Picture from, Picture to, int left, int top) {
    int first = Math.max(0, -left);
    int count = Math.min(from.width(), to.width() - left) - first;
    for (int y = Math.max(0, -top); y < Math.min(from.height(), to.height() - top); y++) {
      if (count > 0) {
        System.arraycopy(
            from.rgba(),
            4 * (y * from.width() + first),
            to.rgba(),
            4 * ((top + y) * to.width() + left + first),
            4 * count);
      }
    }
  }

  /** A part of a picture; black where it lies outside. */
  public static Picture crop(Picture picture, CropRegion region) {
    Picture part = Picture.black(region.width(), region.height());
    paste(picture, part, -region.left(), -region.top());
    return part;
  }

  /** An opaque picture of what can be seen before white. */
  public static Picture beforeWhite(Picture picture) {
    byte[] rgba = picture.rgba().clone();
    for (int i = 0; i < rgba.length; i++) {
      int alpha = rgba[i | 3] & 0xff;
      if ((i & 3) != 3) {
        rgba[i] = (byte) by255((rgba[i] & 0xff) * alpha + 255 * (255 - alpha) + 128);
      }
    }
    for (int i = 3; i < rgba.length; i += 4) {
      rgba[i] = -1;
    }
    return new Picture(picture.width(), picture.height(), rgba);
  }

  /** Lay one picture over another of the same size, in place (Porter and Duff's "over"). */
  public static void over(Picture above, Picture below) {
    byte[] top = above.rgba();
    byte[] bottom = below.rgba();
    for (int i = 0; i < bottom.length; i += 4) {
      int alpha = top[i + 3] & 0xff;
      if (alpha == 0) {
        continue;
      }
      int alpha255 = 255 * alpha + (bottom[i + 3] & 0xff) * (255 - alpha);
      int share = alpha * 255 * 255 * (1 << BITS) / alpha255;
      int rest = 255 * (1 << BITS) - share;
      for (int channel = i; channel < i + 3; channel++) {
        int mixed = (top[channel] & 0xff) * share + (bottom[channel] & 0xff) * rest;
        bottom[channel] = (byte) (by255(mixed + (128 << BITS)) >> BITS);
      }
      bottom[i + 3] = (byte) by255(alpha255 + 128);
    }
  }

  /** Divided by 255; with 128 added before, rounded. */
  private static int by255(int value) {
    return (value >> 8) + value >> 8;
  }
}
