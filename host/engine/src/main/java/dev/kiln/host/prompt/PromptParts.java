package dev.kiln.host.prompt;

import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Splits a prompt into the conditions that {@code AND} joins. */
final class PromptParts {
  /**
   * @param weight factor of this condition's guidance, 1 when the prompt names none
   */
  record Part(String text, double weight) {}

  private static final Pattern AND = Pattern.compile("(?U)\\bAND\\b");
  private static final Pattern WEIGHT = Pattern.compile("[-+]?(?:\\d*+\\.\\d++|\\d++\\.?)");

  private PromptParts() {}

  /**
   * @throws BadRequest when a weight is too large for a number
   */
  static List<Part> of(String prompt) {
    return Arrays.stream(AND.split(prompt, -1)).map(PromptParts::part).toList();
  }

  private static Part part(String text) {
    int colon = text.lastIndexOf(':');
    String number = text.substring(colon + 1).strip();
    if (colon < 0 || !WEIGHT.matcher(number).matches()) {
      return new Part(text.stripTrailing(), 1);
    }
    double weight = Double.parseDouble(number);
    if (Double.isInfinite(weight)) {
      throw new BadRequest(
          "A part of the prompt that AND joins has an endless weight: choose one near 1.");
    }
    return new Part(text.substring(0, colon).stripTrailing(), weight);
  }
}
