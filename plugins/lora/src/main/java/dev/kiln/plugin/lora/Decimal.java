package dev.kiln.plugin.lora;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as Python reads them, not those that Java alone knows: {@code 1f}, {@code 0x1p3}. */
final class Decimal {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private Decimal() {}

  /** Empty for what is no number. */
  static OptionalDouble of(String text) {
    String stripped = text.strip();
    return NUMBER.matcher(stripped).matches()
        ? OptionalDouble.of(Double.parseDouble(stripped))
        : OptionalDouble.empty();
  }
}
