package dev.kiln.plugin.wildcards;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.WakeOn;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Writes an entry of a text file in the place of {@code __name__}, by lot from each picture's seed.
 * The infotext has what was drawn, which draws the picture again without the files.
 */
@Extension
@Singleton
@WakeOn(
    value = WakeOn.Wake.GENERATION,
    folders = {WildcardFiles.FOLDER, "../" + WildcardFiles.FOLDER})
@HookOrder(phase = HookOrder.Phase.EARLY, after = "styles")
public final class Wildcards implements PromptProcessor {
  private final WildcardFiles files;

  @Inject
  Wildcards(WildcardFiles files) {
    this.files = files;
  }

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    if (prompts.distinct().stream().noneMatch(Wildcards::has)) {
      return prompts;
    }
    Resolution resolution = new Resolution(files);
    List<Prompt> pictures = new ArrayList<>();
    for (Prompt prompt : prompts.pictures()) {
      Dice dice = new Dice(request.seed(pictures.size()));
      pictures.add(has(prompt) ? resolved(prompt, resolution, dice) : prompt);
    }
    resolution
        .missing()
        .forEach(
            name ->
                request.warn(
                    "wildcards: there is no file %s.txt with a word in the folder wildcards, so __%s__ is drawn as words"
                        .formatted(name, name)));
    return new Prompts(pictures, prompts.scope());
  }

  private static boolean has(Prompt prompt) {
    return Resolution.isIn(prompt.written().prompt())
        || Resolution.isIn(prompt.written().negative());
  }

  private static Prompt resolved(Prompt prompt, Resolution resolution, Dice dice) {
    Written written = prompt.written();
    String words = resolution.of(written.prompt(), dice);
    Prompt read = Prompt.of(words, resolution.of(written.negative(), dice));
    return isUnused(prompt) ? untagged(read) : read;
  }

  /** Whether the request leaves its tags unused. */
  private static boolean isUnused(Prompt prompt) {
    Prompt read = Prompt.of(prompt.written().prompt(), prompt.written().negative());
    return isTagged(read) && !isTagged(prompt);
  }

  private static boolean isTagged(Prompt prompt) {
    return Stream.concat(prompt.parts().stream(), Stream.of(prompt.negative()))
        .anyMatch(part -> !part.tags().isEmpty());
  }

  private static Prompt untagged(Prompt prompt) {
    List<Part> parts = prompt.parts().stream().map(part -> part.without(tag -> true)).toList();
    return prompt.withParts(parts).withNegative(prompt.negative().without(tag -> true));
  }
}
