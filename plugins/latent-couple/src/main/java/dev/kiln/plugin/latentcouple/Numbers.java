package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;

/** Numbers in what the user wrote. */
final class Numbers {
  private Numbers() {}

  /**
   * @param what the option that it stands in
   */
  static double of(String what, String text) {
    try {
      double number = Double.parseDouble(text.strip());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as what is no number of use.
    }
    throw new BadRequest(
        "latent-couple: %s has \"%s\", which is no number".formatted(what, text.strip()));
  }

  /** As short as it can be written: 2, 0.8. */
  static String text(double number) {
    return number == (long) number ? Long.toString((long) number) : Double.toString(number);
  }
}
