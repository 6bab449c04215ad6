package dev.kiln.plugin.xyzplot;

import java.util.ArrayList;
import java.util.List;

/** A line of values separated by commas; one in double quotes may hold commas. */
final class Csv {
  private Csv() {}

  static List<String> read(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append(c);
        i++;
      } else if (c == '"' && (quoted || value.toString().isBlank())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        values.add(value.toString().strip());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString().strip());
    values.removeIf(String::isEmpty);
    return values;
  }

  static String quoted(String value) {
    return value.indexOf(',') < 0 && value.indexOf('"') < 0
        ? value
        : '"' + value.replace("\"", "\"\"") + '"';
  }
}
