package dev.kiln.plugin.lora;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompt.Tag;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A tag and the part of the prompt in which it acts.
 *
 * @param tag as if it stood at the beginning: where in its part it stands means nothing
 * @param part of the parts that AND joins, from 0; 0 where it acts in the whole picture
 */
record PlacedTag(Tag tag, int part) {
  /**
   * The tags of a request. Its pictures share their networks, so their tags must be the same.
   *
   * @throws BadRequest when they differ
   */
  static List<PlacedTag> common(Prompts prompts, Predicate<Tag> ours) {
    TagScope scope = prompts.scope();
    List<PlacedTag> first = of(prompts.pictures().get(0), scope, ours);
    for (Prompt prompt : prompts.distinct()) {
      List<PlacedTag> tags = of(prompt, scope, ours);
      if (!tags.equals(first)) {
        int picture = prompts.pictures().indexOf(prompt) + 1;
        throw new BadRequest(
            "picture 1 asks for %s and picture %d for %s, but the pictures of one request share their LoRAs; make a request for each"
                .formatted(text(first, scope), picture, text(tags, scope)));
      }
    }
    return first;
  }

  private static List<PlacedTag> of(Prompt prompt, TagScope scope, Predicate<Tag> ours) {
    List<PlacedTag> placed = new ArrayList<>();
    List<Part> parts = prompt.parts();
    for (int part = 0; part < parts.size(); part++) {
      int actsIn = scope == TagScope.PART ? part : 0;
      parts.get(part).tags().stream()
          .filter(ours)
          .map(tag -> new PlacedTag(new Tag(tag.name(), tag.arguments(), 0), actsIn))
          .forEach(placed::add);
    }
    return placed;
  }

  private static String text(List<PlacedTag> tags, TagScope scope) {
    return tags.isEmpty()
        ? "none"
        : tags.stream().map(placed -> placed.text(scope)).collect(Collectors.joining(", "));
  }

  private String text(TagScope scope) {
    return tag.text() + (scope == TagScope.PART ? " in part " + (part + 1) : "");
  }
}
