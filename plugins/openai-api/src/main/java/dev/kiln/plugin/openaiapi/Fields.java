package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a request. Those of a form are texts, so that a text may be any value; null counts
 * as absent.
 */
final class Fields {
  static final String KILN = "kiln";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
  private static final int LONGEST = 60;

  private final Map<String, ?> values;

  /**
   * @param values JSON values
   */
  Fields(Map<String, ?> values) {
    this.values = values;
  }

  /** Width and height in pixels. */
  record Size(int width, int height) {}

  /** A text; empty for none. */
  String text(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    throw wrong(name, "a text");
  }

  /** Whether it is set, be it to nothing. */
  boolean has(String name) {
    return values.get(name) != null;
  }

  /** A whole number in bounds. */
  int number(String name, int usual, int least, int most) {
    Object value = values.get(name);
    if (value == null) {
      return usual;
    }
    String text = value instanceof Number || value instanceof String ? value.toString() : "";
    if (text.matches("-?\\d{1,9}(\\.0)?")) {
      int number = (int) Double.parseDouble(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(name, "a whole number from " + least + " to " + most);
  }

  boolean flag(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    String text = value.toString().toLowerCase(Locale.ROOT);
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw wrong(name, "true or false");
  }

  /** One of some words, of which the first stands for none. */
  String choice(String name, List<String> choices) {
    Object value = values.get(name);
    String word = value == null ? choices.get(0) : value.toString().toLowerCase(Locale.ROOT);
    if (choices.contains(word)) {
      return word;
    }
    // An empty text stands for none, and is nothing that anybody would choose.
    throw wrong(
        name, choices.stream().filter(it -> !it.isEmpty()).collect(Collectors.joining(", ")));
  }

  /** Empty for the model's own. */
  Optional<Size> size() {
    String size = text("size").toLowerCase(Locale.ROOT);
    if (size.isEmpty() || size.equals("auto")) {
      return Optional.empty();
    }
    Matcher sides = SIZE.matcher(size);
    if (!sides.matches()) {
      throw wrong("size", "auto, or width and height as 512x512");
    }
    return Optional.of(
        new Size(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2))));
  }

  /** Kiln's own fields. */
  @SuppressWarnings("unchecked")
  Map<String, Object> kiln() {
    Object value = values.get(KILN);
    if (value == null || value instanceof Map<?, ?>) {
      return value == null ? Map.of() : (Map<String, Object>) value;
    }
    throw wrong(KILN, "an object with fields of /kiln/v1");
  }

  /** Those that are set and not among some names. */
  Set<String> others(Set<String> names) {
    Set<String> others = new TreeSet<>();
    values.forEach(
        (name, value) -> {
          if (value != null && !names.contains(name)) {
            others.add(name);
          }
        });
    return others;
  }

  private BadRequest wrong(String name, String expected) {
    String found = String.valueOf(values.get(name));
    String cut = found.length() > LONGEST ? found.substring(0, LONGEST) + "…" : found;
    return new BadRequest("%s is \"%s\"; it must be %s".formatted(name, cut, expected));
  }
}
