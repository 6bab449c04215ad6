package dev.kiln.plugin.xyzplot;

import java.util.List;
import java.util.Map;

/**
 * One axis of the plot.
 *
 * @param type what changes along it
 * @param values at least one, which is empty where nothing changes
 */
record Axis(AxisType type, List<String> values) {
  static final Axis NOTHING = new Axis(AxisType.NOTHING, List.of(""));

  int size() {
    return values.size();
  }

  /** Change a part as the value at a place says. */
  void apply(Map<String, Object> part, int at) {
    type.setter().set(part, values.get(at), values.get(0));
  }

  /** What stands beside the pictures. */
  String legend(int at) {
    String value = values.get(at);
    return type.labelled() ? type.label() + ": " + value : value;
  }

  boolean changes() {
    return type != AxisType.NOTHING;
  }

  /** As webUI writes them: typed ones with their quotes. */
  String text() {
    return String.join(", ", values.stream().map(Csv::quoted).toList());
  }
}
