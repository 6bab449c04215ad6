package dev.kiln.host.app;

import dev.kiln.spi.BadRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size as users type it: "512x768". */
final class SizeText {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})[xX×](\\d{1,6})");

  private SizeText() {}

  /** Width and height. */
  static int[] parse(String text) {
    Matcher matcher = SIZE.matcher(text.trim());
    if (!matcher.matches()) {
      throw new BadRequest(
          "size is \"" + text + "\"; write width x height in pixels, for example 512x768");
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    if (width == 0 || height == 0) {
      throw new BadRequest("size is \"" + text + "\"; both sides must be at least 16 pixels");
    }
    return new int[] {width, height};
  }
}
