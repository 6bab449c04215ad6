package dev.kiln.host.pipeline;

import dev.kiln.spi.BadRequest;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * webUI's tags for extra networks, {@code <lora:name:1>}. A plugin that knows one takes it out of
 * the prompt; what is left would be drawn as if it were words.
 */
final class ExtraNetworks {
  private static final Pattern TAG = Pattern.compile("<(\\w+):[^>]*>");

  private ExtraNetworks() {}

  /**
   * @throws BadRequest when the prompt still has a tag
   */
  static void demandNone(String prompt) {
    Matcher tag = TAG.matcher(prompt);
    if (tag.find()) {
      String lower = tag.group(1).toLowerCase(Locale.ROOT);
      if (!lower.equals(tag.group(1))) {
        throw new BadRequest(
            "the prompt asks for %s, but names of tags are in lower case; write <%s:"
                .formatted(tag.group(), lower));
      }
      throw new BadRequest(
          "the prompt asks for "
              + tag.group()
              + ", but no installed plugin takes "
              + tag.group(1)
              + " tags; leave it out or install one that does");
    }
  }
}
