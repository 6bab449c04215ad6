package dev.kiln.host.app;

import dev.kiln.spi.BadRequest;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size as users type it, "512x768", and one of a file as they read it, "4.27 GB". */
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

  /** Of a file; -1 where nobody knows. */
  static String bytes(long bytes) {
    if (bytes < 0) {
      return "of unknown size";
    }
    return bytes >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
