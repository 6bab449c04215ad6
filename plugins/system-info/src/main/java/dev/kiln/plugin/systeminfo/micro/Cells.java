package dev.kiln.plugin.systeminfo.micro;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers as tables and JSON have them; those that are not known are "-" and null. */
final class Cells {
  private static final double MILLI = 1e3;
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;
  private static final double PERCENT = 100;

  private Cells() {}

  static String millis(double seconds) {
    return number("%.1f", MILLI * seconds);
  }

  static String percent(double part) {
    return number("%.0f%%", PERCENT * part);
  }

  static String giga(double flops) {
    return flops == 0 ? "-" : number("%.1f", flops / GIGA);
  }

  static String mega(long bytes) {
    return bytes == 0 ? "-" : number("%.0f", bytes / MEGA);
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }

  static void put(Map<String, @Nullable Object> values, String key, double value) {
    values.put(key, Double.isFinite(value) ? value : null);
  }
}
