package dev.kiln.plugin.systeminfo;

import java.util.Locale;

/** Numbers as reports write them. */
public final class Numbers {
  public static final String ABSENT = "-";

  private Numbers() {}

  /** Three digits, and more only before the point. */
  public static String three(double value) {
    if (!Double.isFinite(value)) {
      return ABSENT;
    }
    int whole = value < 1 ? 0 : (int) Math.floor(Math.log10(value)) + 1;
    int leading = value > 0 && value < 0.1 ? 1 : 0;
    return fixed(value, Math.max(0, 3 - Math.max(whole, value < 1 ? 0 : 1)) + leading);
  }

  public static String fixed(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : ABSENT;
  }

  public static String megabytes(long bytes) {
    return bytes == 0 ? ABSENT : fixed(bytes / 1e6, 0);
  }

  public static String percent(double part) {
    return Double.isFinite(part) ? fixed(100 * part, 0) + " %" : ABSENT;
  }
}
