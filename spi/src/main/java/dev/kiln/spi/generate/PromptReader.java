package dev.kiln.spi.generate;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompt.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads prompts in webUI's order: tags first, as {@code extra_networks.py} does, then {@code AND}
 * and weights, as {@code prompt_parser.py} does. Takes time linear in the length of the text.
 */
final class PromptReader {
  private static final Pattern TAG = Pattern.compile("<(\\w+):([^>]*)>");
  private static final Pattern AND = Pattern.compile("(?U)\\bAND\\b");
  private static final Pattern WEIGHT = Pattern.compile("[-+]?(?:\\d*+\\.\\d++|\\d++\\.?)");

  private PromptReader() {}

  static List<Part> parts(String prompt) {
    Part all = untagged(prompt);
    List<Part> parts = new ArrayList<>();
    Matcher and = AND.matcher(all.text());
    int start = 0;
    int tag = 0;
    while (start >= 0) {
      boolean last = !and.find();
      int end = last ? all.text().length() : and.start();
      int firstTag = tag;
      while (tag < all.tags().size() && all.tags().get(tag).at() <= end) {
        tag++;
      }
      parts.add(part(all.text().substring(start, end), start, all.tags().subList(firstTag, tag)));
      start = last ? -1 : and.end();
    }
    return parts;
  }

  /**
   * @param start where the text begins in that which the tags' positions count from
   */
  private static Part part(String text, int start, List<Tag> tags) {
    int colon = text.lastIndexOf(':');
    String number = text.substring(colon + 1).strip();
    boolean weighted = colon >= 0 && WEIGHT.matcher(number).matches();
    double weight = weighted ? Double.parseDouble(number) : 1;
    if (Double.isInfinite(weight)) {
      throw new BadRequest(
          "A part of the prompt that AND joins has an endless weight: choose one near 1.");
    }
    String words = stripped(weighted ? text.substring(0, colon) : text, start, tags);
    List<Tag> placed =
        tags.stream()
            .map(tag -> new Tag(tag.name(), tag.arguments(), within(tag.at() - start, words)))
            .toList();
    return new Part(words, weight, placed);
  }

  /** Blanks at the end that a tag follows stay, so that the tag stands where it stood. */
  private static String stripped(String words, int start, List<Tag> tags) {
    int last = tags.isEmpty() ? 0 : within(tags.get(tags.size() - 1).at() - start, words);
    return words.substring(0, Math.max(last, words.stripTrailing().length()));
  }

  /** A tag may stand within AND, or behind a weight. */
  private static int within(int at, String words) {
    return Math.max(0, Math.min(at, words.length()));
  }

  /** A text as one part, its tags beside it. */
  static Part untagged(String text) {
    StringBuilder words = new StringBuilder();
    List<Tag> tags = new ArrayList<>();
    // No tag ends behind the last bracket: to look there for one would take quadratic time.
    Matcher matcher = TAG.matcher(text).region(0, text.lastIndexOf('>') + 1);
    while (matcher.find()) {
      matcher.appendReplacement(words, "");
      List<String> arguments = Arrays.asList(matcher.group(2).split(":", -1));
      tags.add(new Tag(matcher.group(1), arguments, words.length()));
    }
    matcher.appendTail(words);
    return new Part(words.toString(), 1, tags);
  }
}
