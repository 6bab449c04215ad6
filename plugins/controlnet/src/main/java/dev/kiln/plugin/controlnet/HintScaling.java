package dev.kiln.plugin.controlnet;

import dev.kiln.plugin.controlnet.preprocess.Interpolation;
import dev.kiln.spi.tensor.Picture;
import java.util.HashSet;
import java.util.Set;

/**
 * Scales a hint by what is on it: the colors of a segmentation stay pure, lines stay lines of white
 * on black, and what else there is becomes smooth.
 */
final class HintScaling {
  /** More colors than a segmentation has. */
  private static final int MANY = 200;

  private static final int DARK = 16;
  private static final int BRIGHT = 240;

  private HintScaling() {}

  static Picture resize(Picture hint, int width, int height) {
    if (hint.width() == width && hint.height() == height) {
      return hint;
    }
    long before = (long) hint.width() * hint.height();
    long after = (long) width * height;
    int colors = colors(hint);
    Interpolation smooth = after < before ? Interpolation.AREA : Interpolation.CUBIC;
    boolean pure = colors > 2 && colors < MANY;
    Picture scaled = (pure ? Interpolation.NEAREST : smooth).resize(hint, width, height);
    if (colors != 2 || !blackAndWhite(hint)) {
      return scaled;
    }
    BinaryMap map = BinaryMap.grey(scaled);
    if (BinaryMap.grey(hint).isOfThinLines()) {
      map = map.ridges().binary().thinned(after > before);
    } else {
      map = map.binary();
    }
    return map.picture();
  }

  /** How many different colors there are, as far as it matters. */
  private static int colors(Picture picture) {
    Set<Integer> seen = new HashSet<>();
    byte[] rgba = picture.rgba();
    for (int i = 0; i < rgba.length && seen.size() < MANY; i += 4) {
      seen.add((rgba[i] & 0xff) << 16 | (rgba[i + 1] & 0xff) << 8 | rgba[i + 2] & 0xff);
    }
    return seen.size();
  }

  private static boolean blackAndWhite(Picture picture) {
    int darkest = 255;
    int brightest = 0;
    for (int i = 0; i < picture.rgba().length; i++) {
      if (i % 4 != 3) {
        darkest = Math.min(darkest, picture.rgba()[i] & 0xff);
        brightest = Math.max(brightest, picture.rgba()[i] & 0xff);
      }
    }
    return darkest < DARK && brightest > BRIGHT;
  }
}
