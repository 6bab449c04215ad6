package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.Numbers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers as tables and JSON have them; those that are not known are "-" and null. */
final class Cells {
  private Cells() {}

  static String millis(double seconds) {
    return Numbers.fixed(1e3 * seconds, 1);
  }

  static String percent(double part) {
    return Double.isFinite(part) ? Numbers.fixed(100 * part, 0) + "%" : Numbers.ABSENT;
  }

  static String giga(double flops) {
    return flops == 0 ? Numbers.ABSENT : Numbers.fixed(flops / 1e9, 1);
  }

  static void put(Map<String, @Nullable Object> values, String key, double value) {
    values.put(key, Double.isFinite(value) ? value : null);
  }
}
