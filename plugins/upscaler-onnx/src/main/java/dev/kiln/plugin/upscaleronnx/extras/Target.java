package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large a picture is to be, in pixels. */
record Target(int width, int height) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  static Target times(Picture picture, double scale) {
    return new Target(atLeastOne(picture.width() * scale), atLeastOne(picture.height() * scale));
  }

  /** webUI's: down to a multiple of 8, where that leaves anything. */
  static Target timesInEights(Picture picture, double scale) {
    return new Target(eights(picture.width() * scale), eights(picture.height() * scale));
  }

  /** The smallest in the picture's proportions that covers a size. */
  static Target covering(Picture picture, int width, int height) {
    double scale = Math.max((double) width / picture.width(), (double) height / picture.height());
    return new Target(
        Math.max(width, atLeastOne(picture.width() * scale)),
        Math.max(height, atLeastOne(picture.height() * scale)));
  }

  /**
   * @param size as it is typed: "1024x768"
   */
  static Target parse(String size) {
    Matcher matcher = SIZE.matcher(size.strip().toLowerCase(java.util.Locale.ROOT));
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) < 1
        || Integer.parseInt(matcher.group(2)) < 1) {
      throw new BadRequest("the size \"" + size + "\" is not one like 1024x768");
    }
    return new Target(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private static int eights(double pixels) {
    int whole = atLeastOne(pixels);
    return whole < 8 ? whole : whole / 8 * 8;
  }

  private static int atLeastOne(double pixels) {
    // A product such as 100 * 1.1 must not lose a pixel to its last binary digit.
    return (int) Math.max(1, Math.floor(pixels + 1e-6));
  }
}
