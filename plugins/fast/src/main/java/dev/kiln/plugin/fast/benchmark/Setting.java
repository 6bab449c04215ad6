package dev.kiln.plugin.fast.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One way to draw a picture.
 *
 * @param name for people: {@code step-cache method=spectrum + winograd}
 * @param fields what the request has otherwise, as {@code POST /kiln/v1/txt2img} takes it
 */
record Setting(String name, Map<String, Object> fields) {
  private static final String ATTENTION = "attention";
  private static final String PLUGINS = "plugins";

  /** What all others are compared with. */
  static final Setting UNTOUCHED = new Setting("untouched", Map.of());

  /**
   * @param options as JSON values
   */
  static Setting plugin(String id, Map<String, ?> options) {
    String typed =
        options.entrySet().stream()
            .map(it -> " " + it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining());
    return new Setting(id + typed, Map.of(PLUGINS, Map.of(id, options)));
  }

  static Setting attention(String optimizer) {
    return new Setting("attention " + optimizer, Map.of(ATTENTION, optimizer));
  }

  /** For comparison: what the same time buys without any accelerator. */
  static Setting steps(int steps) {
    return new Setting(steps + (steps == 1 ? " step" : " steps"), Map.of("steps", steps));
  }

  /** Whether it may be part of a pair, and be chosen. */
  boolean accelerates() {
    return !parts().isEmpty();
  }

  /** Ids of its plugins, and {@code attention} where it names an optimizer of it. */
  Set<String> parts() {
    Set<String> parts = new TreeSet<>();
    plugins().keySet().forEach(it -> parts.add(it.toString()));
    if (fields.containsKey(ATTENTION)) {
      parts.add(ATTENTION);
    }
    return parts;
  }

  private Map<?, ?> plugins() {
    return fields.get(PLUGINS) instanceof Map<?, ?> plugins ? plugins : Map.of();
  }

  /** Both at once; they must have no part in common. */
  Setting and(Setting other) {
    Map<String, Object> both = new LinkedHashMap<>(fields);
    both.putAll(other.fields);
    Map<Object, Object> plugins = new LinkedHashMap<>(plugins());
    plugins.putAll(other.plugins());
    if (!plugins.isEmpty()) {
      both.put(PLUGINS, plugins);
    }
    return new Setting(name + " + " + other.name, both);
  }
}
