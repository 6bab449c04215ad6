package dev.kiln.host.pipeline.condition;

import dev.kiln.host.ShippedPlugins;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Tag;
import dev.kiln.spi.generate.Prompts;
import java.util.List;
import java.util.Locale;

/**
 * webUI's tags for extra networks, {@code <lora:name:1>}. A plugin takes its own tags out of the
 * prompt. A tag that is left would be drawn as if it were words.
 */
final class ExtraNetworks {
  private ExtraNetworks() {}

  /**
   * What is drawn without any tag, as webUI leaves them out before it looks whether to use them.
   */
  static Prompt without(Prompt prompt) {
    return prompt.withParts(
        prompt.parts().stream().map(part -> part.without(tag -> true)).toList());
  }

  /**
   * @throws BadRequest when a prompt still has a tag, in its text too
   */
  static void demandNone(Prompts prompts) {
    prompts.distinct().stream()
        .flatMap(prompt -> prompt.parts().stream())
        .flatMap(part -> Prompt.Part.of(part.tagged()).tags().stream())
        .findFirst()
        .ifPresent(ExtraNetworks::refuse);
  }

  private static void refuse(Tag tag) {
    String lower = tag.name().toLowerCase(Locale.ROOT);
    if (!lower.equals(tag.name())) {
      throw new BadRequest(
          "the prompt asks for %s, but names of tags are in lower case; write <%s:"
              .formatted(tag.text(), lower));
    }
    String shipped = ShippedPlugins.called("", tag.name(), List.of());
    throw new BadRequest(
        "the prompt asks for %s, but no installed plugin takes %s tags; leave it out%s"
            .formatted(
                tag.text(),
                tag.name(),
                shipped.isEmpty() ? " or install one that does" : ", or" + shipped.substring(1)));
  }
}
