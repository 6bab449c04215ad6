package dev.kiln.plugin.xyzplot;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options of plugins in a request's fields. */
final class PluginFields {
  private PluginFields() {}

  static void put(Map<String, Object> part, String plugin, String option, Object value) {
    Map<String, Object> plugins = copy(part.get("plugins"));
    Map<String, Object> options = copy(plugins.get(plugin));
    options.put(option, value);
    plugins.put(plugin, options);
    part.put("plugins", plugins);
  }

  private static Map<String, Object> copy(Object map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((key, value) -> copy.put(String.valueOf(key), value));
    }
    return copy;
  }

  /** A text as JSON would have it: true, a whole number, a number, or a text. */
  static Object value(String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    if (text.matches("[+-]?\\d{1,9}")) {
      return Integer.valueOf(text);
    }
    return text.matches("[+-]?\\d{0,9}\\.?\\d{1,17}([eE][+-]?\\d{1,3})?")
        ? (Object) Double.valueOf(text)
        : text;
  }
}
