package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import java.util.regex.Pattern;

/** Numbers in what the user wrote. */
final class Numbers {
  /** As people write them: Java's own parser also takes {@code 0x1p3} and {@code 0.8d}. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");

  /** Beyond it a weight draws noise, and far beyond it predictions are no numbers. */
  private static final double MOST_WEIGHT = 100;

  private Numbers() {}

  /**
   * @param what the option that it stands in
   */
  static double of(String what, String text) {
    String number = text.strip();
    if (NUMBER.matcher(number).matches() && Double.isFinite(Double.parseDouble(number))) {
      return Double.parseDouble(number);
    }
    throw new BadRequest(
        "latent-couple: %s has \"%s\", which is no number".formatted(what, number));
  }

  /**
   * @param what the option, or the text, that it stands in
   * @throws BadRequest when it is beyond what can be drawn
   */
  static double weight(String what, double weight) {
    if (Math.abs(weight) <= MOST_WEIGHT) {
      return weight;
    }
    throw new BadRequest(
        "latent-couple: %s has the weight %s; a weight is from -%s to %s"
            .formatted(what, text(weight), text(MOST_WEIGHT), text(MOST_WEIGHT)));
  }

  /** As short as it can be written: 2, 0.8. */
  static String text(double number) {
    boolean whole = number == (int) number;
    return whole ? Integer.toString((int) number) : Double.toString(number);
  }
}
