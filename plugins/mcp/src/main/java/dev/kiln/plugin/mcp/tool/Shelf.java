package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last pictures by name, so that a client need not send back what it was given. */
@Singleton
final class Shelf {
  private static final long MOST_BYTES = 64 << 20;
  private static final Pattern NAME = Pattern.compile("picture-(\\d{1,9})");

  private final Map<String, Picture> pictures = new LinkedHashMap<>();
  private long bytes;
  private int count;

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Keep a picture, the newest in any case, and give it a name. */
  synchronized String put(Picture picture) {
    count++;
    String name = "picture-" + count;
    pictures.put(name, picture);
    bytes += picture.rgba().length;
    Iterator<Picture> oldest = pictures.values().iterator();
    while (bytes > MOST_BYTES && pictures.size() > 1) {
      bytes -= oldest.next().rgba().length;
      oldest.remove();
    }
    return name;
  }

  /**
   * @throws BadRequest when it is not kept any more, or never was
   */
  synchronized Picture get(String name) {
    Picture picture = pictures.get(name);
    if (picture == null) {
      throw new BadRequest(
          "there is no %s%s; there are: %s"
              .formatted(
                  name,
                  was(name) ? " any more" : "",
                  pictures.isEmpty() ? "none" : String.join(", ", pictures.keySet())));
    }
    return picture;
  }

  private boolean was(String name) {
    Matcher number = NAME.matcher(name);
    return number.matches()
        && Integer.parseInt(number.group(1)) >= 1
        && Integer.parseInt(number.group(1)) <= count;
  }
}
