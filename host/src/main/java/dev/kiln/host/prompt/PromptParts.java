package dev.kiln.host.prompt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Splits a prompt at AND; a part may end with its weight: {@code a cat :1.2 AND a dog :0.8}. */
final class PromptParts {
  private static final Pattern AND = Pattern.compile("\\bAND\\b");
  private static final Pattern NUMBER = Pattern.compile("\\s*([-+]?(?:\\d+\\.?|\\d*\\.\\d+))\\s*");

  private PromptParts() {}

  /** One part and its weight, 1 where it names none. */
  record Part(String text, double weight) {}

  static List<Part> split(String prompt) {
    return Stream.of(AND.split(prompt, -1)).map(PromptParts::part).toList();
  }

  private static Part part(String text) {
    int colon = text.lastIndexOf(':');
    if (colon >= 0) {
      Matcher weight = NUMBER.matcher(text.substring(colon + 1));
      if (weight.matches()) {
        return new Part(
            text.substring(0, colon).stripTrailing(), Double.parseDouble(weight.group(1)));
      }
    }
    return new Part(text, 1);
  }
}
