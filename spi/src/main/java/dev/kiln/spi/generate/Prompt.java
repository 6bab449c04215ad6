package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import java.util.List;
import java.util.function.Predicate;

/**
 * The prompts of one picture. {@code AND} joins the parts of a prompt; a number behind a colon at a
 * part's end is its weight; {@code <name:argument:argument>} is a tag.
 *
 * @param written the text for the infotext of the picture; used for nothing else
 * @param parts what is drawn, at least one
 * @param negative the negative prompt, in which {@code AND} is a word and weights are text
 */
@ValueType
public record Prompt(Written written, List<Part> parts, Part negative) {
  /**
   * @throws IllegalArgumentException when there are no parts
   */
  public Prompt {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a prompt has at least one part");
    }
  }

  /**
   * Read a prompt and a negative prompt as a user writes them.
   *
   * @throws dev.kiln.spi.BadRequest when the weight of a part is too large for a number
   */
  public static Prompt of(String prompt, String negative) {
    return new Prompt(new Written(prompt, negative), PromptReader.parts(prompt), Part.of(negative));
  }

  /** The same picture drawn from other parts. The infotext still says what was written. */
  public Prompt withParts(List<Part> changed) {
    return new Prompt(written, changed, negative);
  }

  /** The same picture drawn against another negative prompt. */
  public Prompt withNegative(Part changed) {
    return new Prompt(written, parts, changed);
  }

  /** A prompt and a negative prompt as a user writes them, with tags and {@code AND}. */
  @ValueType
  public record Written(String prompt, String negative) {}

  /**
   * One of the parts that {@code AND} joins, or a negative prompt.
   *
   * @param text its words, with schedules, emphasis and {@code BREAK}, without weight and tags
   * @param weight factor of its guidance; 1 when none is written
   * @param tags in their order
   */
  @ValueType
  public record Part(String text, double weight, List<Tag> tags) {
    /**
     * @throws IllegalArgumentException when a tag is outside of the text
     */
    public Part {
      tags = List.copyOf(tags);
      for (Tag tag : tags) {
        if (tag.at() < 0 || tag.at() > text.length()) {
          throw new IllegalArgumentException(
              "%s is at %d of a text of %d characters"
                  .formatted(tag.text(), tag.at(), text.length()));
        }
      }
    }

    /** Read a text with tags in which {@code AND} is a word and weights are text. */
    public static Part of(String text) {
      return PromptReader.untagged(text);
    }

    /**
     * Other words with the same weight and tags. {@code AND} in them is a word, and a tag is
     * refused: to have a text read, give it to {@link Prompt#of}.
     */
    public Part withText(String changed) {
      List<Tag> within =
          tags.stream()
              .map(
                  tag -> new Tag(tag.name(), tag.arguments(), Math.min(tag.at(), changed.length())))
              .toList();
      return new Part(changed, weight, within);
    }

    /** The same without some of its tags. */
    public Part without(Predicate<Tag> taken) {
      return new Part(text, weight, tags.stream().filter(taken.negate()).toList());
    }

    /** The text with the tags in their places. */
    public String tagged() {
      StringBuilder all = new StringBuilder();
      int from = 0;
      for (Tag tag : tags) {
        all.append(text, from, Math.max(from, tag.at())).append(tag.text());
        from = Math.max(from, tag.at());
      }
      return all.append(text, from, text.length()).toString();
    }
  }

  /**
   * A tag such as {@code <lora:cape:1>}.
   *
   * @param name its first word
   * @param arguments what follows, split at colons; at least one, perhaps empty
   * @param at its position in the text of its part, from 0 to the text's length
   */
  @ValueType
  public record Tag(String name, List<String> arguments, int at) {
    public Tag {
      arguments = List.copyOf(arguments);
    }

    /** As it was written. */
    public String text() {
      return "<" + name + ":" + String.join(":", arguments) + ">";
    }
  }
}
