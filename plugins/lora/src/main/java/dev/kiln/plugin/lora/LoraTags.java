package dev.kiln.plugin.lora;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt and the tags that were in it.
 *
 * @param prompt without them
 */
record LoraTags(String prompt, List<Placed> tags) {
  static final String LORA = "lora";
  static final String LYCO = "lyco";

  private static final Pattern TAG = Pattern.compile("<(\\w+):([^>]*)>");
  private static final Pattern AND = Pattern.compile("(?U)\\bAND\\b");

  /**
   * A tag and where it stood.
   *
   * @param part of the parts that AND joins, from 0
   */
  record Placed(LoraTag tag, int part) {}

  /**
   * Take the tags out of a prompt; those of others stay.
   *
   * @throws dev.kiln.spi.BadRequest when a tag's number is none
   */
  static LoraTags of(String prompt) {
    List<Placed> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(prompt);
    StringBuilder rest = new StringBuilder();
    int part = 0;
    int from = 0;
    while (matcher.find()) {
      part += (int) AND.matcher(prompt.substring(from, matcher.start())).results().count();
      from = matcher.end();
      boolean ours = Set.of(LORA, LYCO).contains(matcher.group(1));
      if (ours) {
        List<String> items = Arrays.asList(matcher.group(2).split(":", -1));
        tags.add(new Placed(LoraTag.of(matcher.group(), items), part));
      }
      matcher.appendReplacement(rest, ours ? "" : Matcher.quoteReplacement(matcher.group()));
    }
    matcher.appendTail(rest);
    return new LoraTags(rest.toString(), List.copyOf(tags));
  }
}
