package dev.kiln.host.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code key: value, key: "quoted, value"} as webUI's expression does, {@code \s*(\w[\w
 * \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)}, from colon to colon and so in one pass over any
 * line.
 */
final class InfotextPairs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern KEY = Pattern.compile("(?U)\\w[\\w \\-/]+");

  private final String line;
  private int at;

  InfotextPairs(String line) {
    this.line = line;
  }

  /**
   * @return how many pairs there are, repeated keys counted each time
   */
  int read(Map<String, String> values) {
    int pairs = 0;
    for (int colon = colon(); colon >= 0; colon = colon()) {
      String key = line.substring(keyStart(colon), colon);
      at = colon + 1;
      if (KEY.matcher(key).matches()) {
        values.put(key, value());
        pairs++;
      }
    }
    return pairs;
  }

  private int colon() {
    return at > line.length() ? -1 : line.indexOf(':', at);
  }

  /** The longest key that ends at the colon. */
  private int keyStart(int colon) {
    int start = colon;
    while (start > at && isKeyLetter(line.charAt(start - 1))) {
      start--;
    }
    while (start < colon && " -/".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    return start;
  }

  private static boolean isKeyLetter(char c) {
    return Character.isLetterOrDigit(c) || " _-/".indexOf(c) >= 0;
  }

  private String value() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    int from = at;
    int quote = closingQuote();
    int end = quote >= 0 ? quote + 1 : line.indexOf(',', from);
    end = end < 0 ? line.length() : end;
    at = end + 1;
    String value = line.substring(from, end);
    return quote >= 0 ? unquoted(value) : value;
  }

  /** Where a quoted value ends that a comma or the end of the line follows, -1 for none. */
  private int closingQuote() {
    if (!line.startsWith("\"", at)) {
      return -1;
    }
    int i = at + 1;
    while (i < line.length() && line.charAt(i) != '"') {
      i += line.charAt(i) == '\\' ? 2 : 1;
    }
    boolean closed = i < line.length() && i > at + 1;
    return closed && (i + 1 == line.length() || line.charAt(i + 1) == ',') ? i : -1;
  }

  private static String unquoted(String value) {
    try {
      return JSON.readValue(value, String.class);
    } catch (JsonProcessingException e) {
      return value;
    }
  }
}
