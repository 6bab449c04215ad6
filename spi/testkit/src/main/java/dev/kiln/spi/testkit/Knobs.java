package dev.kiln.spi.testkit;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The knobs of an approximation, and values for its options with one of them moved.
 *
 * @param index what the annotation processor wrote of the options record
 * @param beside what else a request says while a knob is moved
 */
record Knobs(OptionsIndex index, Map<String, Object> beside) {
  /** What the annotation processor wrote of a record. */
  static OptionsIndex index(Class<? extends Record> options) {
    return IndexFiles.beside(options).stream()
        .flatMap(index -> index.options().stream())
        .filter(it -> it.type().equals(options.getName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no index has " + options));
  }

  List<FieldIndex> all() {
    return index.knobs();
  }

  Map<String, Object> exact() {
    Map<String, Object> values = new HashMap<>(beside);
    all().forEach(knob -> values.put(knob.name(), json(knob, knob.exact())));
    return values;
  }

  /** All knobs exact but one. */
  Map<String, Object> moved(FieldIndex knob, double value) {
    Map<String, Object> values = exact();
    values.put(knob.name(), json(knob, value));
    return values;
  }

  private static Object json(FieldIndex knob, double value) {
    return knob.type().equals("int") ? (Object) (int) value : (Object) value;
  }

  /** The end of a knob's range that is furthest from exact. */
  static double far(FieldIndex knob) {
    return knob.max() - knob.exact() > knob.exact() - knob.min() ? knob.max() : knob.min();
  }

  /** A part of the way from exact to there. */
  static double between(FieldIndex knob, double share) {
    double value = knob.exact() + share * (far(knob) - knob.exact());
    return knob.type().equals("int") ? Math.rint(value) : value;
  }
}
