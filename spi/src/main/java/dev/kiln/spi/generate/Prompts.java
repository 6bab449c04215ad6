package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;

/**
 * The texts that a request is drawn from.
 *
 * @param scope where tags like {@code <lora:cape:1>} act
 */
@ValueType
public record Prompts(String prompt, String negative, TagScope scope) {
  /** Where a tag of an AND part acts. */
  public enum TagScope {
    /** In the whole picture, as in webUI. */
    PICTURE,
    /** In the rows of its own part alone. */
    PART
  }
}
