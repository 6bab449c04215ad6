package dev.kiln.plugin.detailer;

import dev.kiln.spi.generate.Prompt.Written;
import java.util.Arrays;
import java.util.List;

/**
 * What the parts of a picture are drawn from. The last text holds for all parts that follow.
 *
 * @param prompts at least one
 * @param negatives at least one
 */
record UnitPrompts(List<String> prompts, List<String> negatives) {
  private static final String SKIP = "\\s*\\[SKIP]\\s*";

  /**
   * @param written what the picture was drawn from, which an empty text means
   */
  static UnitPrompts of(UnitValues values, Written written) {
    return new UnitPrompts(
        split(values.text(UnitField.PROMPT), written.prompt()),
        split(values.text(UnitField.NEGATIVE_PROMPT), written.negative()));
  }

  private static List<String> split(String text, String own) {
    return Arrays.stream(text.split("\\s*\\[SEP]\\s*", -1))
        .map(part -> part.isEmpty() ? own : part.replace("[PROMPT]", own))
        .toList();
  }

  String prompt(int part) {
    return prompts.get(Math.min(part, prompts.size() - 1));
  }

  String negative(int part) {
    return negatives.get(Math.min(part, negatives.size() - 1));
  }

  /** Whether a part stays as it is. */
  boolean skips(int part) {
    return prompt(part).matches(SKIP);
  }
}
