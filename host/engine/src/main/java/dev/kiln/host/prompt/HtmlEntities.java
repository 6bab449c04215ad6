package dev.kiln.host.prompt;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.kiln.host.Jackson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entities and character references of HTML 5, such as {@code &amp;} and {@code &#39;}. */
final class HtmlEntities {
  private static final Pattern ENTITY = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
  private static final Pattern NUMBER = Pattern.compile("&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));");
  private static final int BEYOND_UNICODE = Character.MAX_CODE_POINT + 1;
  private static final String UNKNOWN = "\ufffd";

  private HtmlEntities() {}

  /** Those that end in a semicolon; what names nothing stays. */
  static String unescape(String text) {
    return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(meaning(entity)));
  }

  private static String meaning(MatchResult entity) {
    String written = entity.group();
    Matcher number = NUMBER.matcher(written);
    if (!number.matches()) {
      return Named.TEXTS.getOrDefault(written.substring(1, written.length() - 1), written);
    }
    BigInteger value =
        number.group(1) != null
            ? new BigInteger(number.group(1))
            : new BigInteger(number.group(2), 16);
    return character(value.min(BigInteger.valueOf(BEYOND_UNICODE)).intValue());
  }

  private static String character(int code) {
    if (code == 0 || code == BEYOND_UNICODE || code >= 0xd800 && code <= 0xdfff) {
      return UNKNOWN;
    }
    if (code >= 0x80 && code <= 0x9f) {
      return FixedText.windows((char) code);
    }
    boolean noncharacter = (code & 0xfffe) == 0xfffe || code >= 0xfdd0 && code <= 0xfdef;
    return noncharacter ? "" : Character.toString(code);
  }

  /** Read when a prompt first has one. */
  private static final class Named {
    static final Map<String, String> TEXTS = read();

    private static Map<String, String> read() {
      try (InputStream file = HtmlEntities.class.getResourceAsStream("html-entities.json")) {
        return Map.copyOf(Jackson.MAPPER.readValue(file, new TypeReference<>() {}));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
