package dev.kiln.host.infotext;

import dev.kiln.host.plugin.Lenient;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.RequestField;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of one infotext that nobody has read yet, and what was made of the others. */
final class KeyReader {
  private static final int MOST_NAMED = 20;

  private final Map<String, String> left;
  private final Predicate<RequestField<?>> wanted;
  private final Map<RequestField<?>, Object> fields = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param wanted whether a field is; others are left out without a word
   */
  KeyReader(Map<String, String> keys, Predicate<RequestField<?>> wanted) {
    this.left = new LinkedHashMap<>(keys);
    this.wanted = wanted;
  }

  boolean wants(RequestField<?> field) {
    return wanted.test(field);
  }

  /** The value of a key; empty text for none. */
  String value(String key) {
    return left.getOrDefault(key, "");
  }

  /** The same, and nobody reads it again. */
  String take(String key) {
    return Optional.ofNullable(left.remove(key)).orElse("").strip();
  }

  /** The keys that are left. */
  Stream<String> names() {
    return left.keySet().stream();
  }

  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** Set a field to the value of a key, where the text has it. */
  void read(RequestField<?> field, String key) {
    String text = take(key);
    if (!text.isEmpty()) {
      put(field, text);
    }
  }

  /** Set a field to what a text means; what means nothing is told. */
  void put(RequestField<?> field, String text) {
    if (!wants(field)) {
      return;
    }
    try {
      Object written =
          written(field.type().written(), text)
              .orElseThrow(
                  () ->
                      new BadRequest(
                          "%s is \"%s\", which is no %s"
                              .formatted(field.title(), text, kind(field.type().written()))));
      field.checkWritten(written);
      fields.put(field, written);
    } catch (BadRequest e) {
      warn("in the infotext, " + e.getMessage() + "; it was left out");
    }
  }

  private static Optional<Object> written(Class<?> type, String text) {
    if (type == Boolean.class) {
      return Lenient.flag(text).map(Object.class::cast);
    } else if (type == String.class) {
      return Optional.of(text);
    }
    // A seed of 64 bits would not survive being a double.
    return type == Double.class ? number(text) : whole(text);
  }

  private static Optional<Object> number(String text) {
    return text.equals("Infinity")
        ? Optional.of(Double.POSITIVE_INFINITY)
        : Lenient.number(text).map(Object.class::cast);
  }

  private static Optional<Object> whole(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  private static String kind(Class<?> type) {
    return type == Boolean.class
        ? "True or False"
        : type == Double.class ? "number" : "whole number";
  }

  /** Set options of a plugin. */
  void option(String plugin, Map<String, Object> options) {
    plugins.computeIfAbsent(plugin, id -> new LinkedHashMap<>()).putAll(options);
  }

  /** Let plugins take their keys out of those that are left. */
  void plugins(Function<Map<String, String>, Map<String, Map<String, Object>>> reader) {
    reader.apply(left).forEach(this::option);
  }

  /** All that was read; the keys that are left have no effect. */
  Filling filling() {
    if (!left.isEmpty()) {
      int more = left.size() - MOST_NAMED;
      warn(
          "of the infotext, these have no effect in Kiln: "
              + left.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
              + (more > 0 ? " and " + more + " more" : ""));
    }
    return new Filling(fields, plugins, List.copyOf(warnings));
  }
}
