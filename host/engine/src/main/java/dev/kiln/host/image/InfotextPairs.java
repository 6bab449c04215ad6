package dev.kiln.host.image;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kiln.host.Jackson;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code key: value, key: "quoted, value"} as webUI's expression does, {@code \s*(\w[\w
 * \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)}, from colon to colon and so in one pass over any
 * line. A value that is a JSON object or array, as other programs write them without quotes, is
 * read whole.
 */
final class InfotextPairs {

  /** Each may read to the end of the line in vain. */
  private static final int MOST_BROKEN_JSON = 16;

  private static final Pattern KEY = Pattern.compile("(?U)\\w[\\w \\-/]+");

  private final String line;
  private int at;
  private int brokenJson;

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
    int end = quote >= 0 ? quote + 1 : endOfJson();
    end = end < 0 ? line.indexOf(',', from) : end;
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

  /** Behind a JSON object or array that a comma or the end of the line follows, -1 for none. */
  private int endOfJson() {
    boolean begins = line.startsWith("{", at) || line.startsWith("[", at);
    if (!begins || brokenJson == MOST_BROKEN_JSON) {
      return -1;
    }
    try (JsonParser parser = Jackson.MAPPER.createParser(line.substring(at))) {
      parser.nextToken();
      parser.skipChildren();
      int end = at + (int) parser.currentLocation().getCharOffset();
      if (end == line.length() || line.charAt(end) == ',') {
        return end;
      }
    } catch (IOException broken) {
      // Read like any other value.
    }
    brokenJson++;
    return -1;
  }

  private static String unquoted(String value) {
    try {
      return Jackson.MAPPER.readValue(value, String.class);
    } catch (JsonProcessingException e) {
      return value;
    }
  }
}
