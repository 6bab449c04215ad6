package dev.kiln.plugin.styles;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Adds the styles that a request names to its prompts. The infotext has what came of it. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.EARLY, before = "wildcards")
public final class Styles implements PromptProcessor {
  private final StyleFile file;

  @Inject
  Styles(StyleFile file) {
    this.file = file;
  }

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    List<String> names =
        request.options(StyleOptions.class).map(StyleOptions::names).orElse(List.of());
    if (names.isEmpty()) {
      return prompts;
    }
    List<Style> styles = file.named(names);
    return prompts.map(prompt -> added(styles, prompt));
  }

  private static Prompt added(List<Style> styles, Prompt to) {
    String prompt = to.written().prompt();
    String negative = to.written().negative();
    for (Style style : styles) {
      prompt = style.prompt(prompt);
      negative = style.negative(negative);
    }
    Prompt read = Prompt.of(prompt, negative);
    return isUnused(to) ? untagged(read) : read;
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
