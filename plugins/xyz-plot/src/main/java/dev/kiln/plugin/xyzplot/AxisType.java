package dev.kiln.plugin.xyzplot;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What may change along an axis.
 *
 * @param label webUI's name
 * @param reader gives the values that a text means: first the label, then the text
 * @param labelled whether the legend says what the value is of
 * @param costly whether another value loads another model, so that it changes last
 */
record AxisType(
    String label,
    BiFunction<String, String, List<String>> reader,
    Setter setter,
    boolean labelled,
    boolean costly) {
  /** Changes a part of the request. */
  interface Setter {
    /**
     * @param part fields by name, complete
     * @param first value of the axis
     */
    void set(Map<String, Object> part, String value, String first);
  }

  static final AxisType NOTHING =
      new AxisType(
          "Nothing", (label, text) -> List.of(""), (part, value, first) -> {}, false, false);

  /** Whole numbers. */
  static AxisType whole(String label, String field) {
    return new AxisType(
        label,
        (name, text) -> numbers(name, text, true),
        (part, value, first) -> part.put(field, Long.valueOf(value)),
        true,
        false);
  }

  /** Numbers. */
  static AxisType number(String label, String field) {
    return new AxisType(
        label,
        (name, text) -> numbers(name, text, false),
        (part, value, first) -> part.put(field, Double.valueOf(value)),
        true,
        false);
  }

  /** Names. */
  static AxisType name(String label, String field, boolean costly) {
    return text(label, (part, value, first) -> part.put(field, value), costly);
  }

  static AxisType text(String label, Setter setter, boolean costly) {
    return new AxisType(label, (name, text) -> Csv.read(text), setter, false, costly);
  }

  /** An option of a plugin, by {@code plugin.option}. */
  static AxisType option(String label, String plugin, String option) {
    return new AxisType(
        label,
        (name, text) -> Csv.read(text),
        (part, value, first) -> PluginFields.put(part, plugin, option, PluginFields.value(value)),
        true,
        false);
  }

  private static List<String> numbers(String label, String text, boolean whole) {
    return Csv.read(text).stream()
        .flatMap(value -> Ranges.expand(label, value, whole).stream())
        .toList();
  }
}
