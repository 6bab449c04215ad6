package dev.kiln.host.plugin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads values as leniently as pydantic does, with which webUI validates: its clients send numbers
 * and truth as texts.
 */
public final class Lenient {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

  private Lenient() {}

  /** Truth; empty for what is neither. */
  public static Optional<Boolean> flag(Object given) {
    return switch (text(given)) {
      case "true", "1", "1.0", "on", "yes", "t", "y" -> Optional.of(true);
      case "false", "0", "0.0", "off", "no", "f", "n" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** A finite number; empty for what is none. */
  public static Optional<Double> number(Object given) {
    boolean readable =
        given instanceof Number || given instanceof String && NUMBER.matcher(text(given)).matches();
    return Optional.of(given)
        .filter(it -> readable)
        .map(it -> it instanceof Number number ? number.doubleValue() : Double.valueOf(text(it)))
        .filter(Double::isFinite);
  }

  private static String text(Object given) {
    return given.toString().strip().toLowerCase(Locale.ROOT);
  }
}
