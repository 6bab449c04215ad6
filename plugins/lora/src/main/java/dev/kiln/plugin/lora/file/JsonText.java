package dev.kiln.plugin.lora.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that trainers put into a file's metadata and sites beside it. What is damaged is
 * as if it were not there: nothing depends on it but what the user is shown.
 */
final class JsonText {
  private static final int DEEPEST = 16;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * An object's fields: text, {@code Long}, {@code Double}, {@code Boolean}, lists and maps; else
   * none.
   */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(String text) {
    try {
      return new JsonText(text).value(0) instanceof Map<?, ?> map
          ? (Map<String, Object>) map
          : Map.of();
    } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
      return Map.of();
    }
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    return switch (peek()) {
      case '{' -> map(depth);
      case '[' -> list(depth);
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      String key = string();
      expect(':');
      Object value = value(depth + 1);
      if (value != null) {
        map.put(key, value);
      }
      skipComma('}');
    }
    at++;
    return map;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    while (peek() != ']') {
      Object value = value(depth + 1);
      if (value != null) {
        list.add(value);
      }
      skipComma(']');
    }
    at++;
    return list;
  }

  private void skipComma(char end) {
    if (peek() != end) {
      expect(',');
    }
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
      default -> c;
    };
  }

  private @Nullable Object word() {
    int start = at;
    while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null", "NaN", "Infinity", "-Infinity" -> null;
      default -> number(word);
    };
  }

  private static Number number(String word) {
    if (word.matches("-?\\d{1,18}")) {
      return Long.valueOf(word);
    }
    return Double.valueOf(word);
  }

  private char peek() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw new IllegalArgumentException("no " + wanted + " at " + at);
    }
    at++;
  }
}
