package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.host.Pictures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Says which part of the prompt is drawn where, and in which of them a tag acts. */
@Extension
@Singleton
@HookOrder(before = "lora")
public final class RegionPrompts implements PromptProcessor {
  static final String KEY = "Latent Couple";

  private final Pictures pictures;

  @Inject
  RegionPrompts(Pictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    return request
        .options(CoupleOptions.class)
        // Regions are those of the whole picture.
        .filter(options -> options.enabled() && request.redraws() != Redraws.PART)
        .map(options -> planned(prompts, options, request))
        .orElse(prompts);
  }

  private Prompts planned(Prompts prompts, CoupleOptions options, RequestContext request) {
    options.check();
    RegionLayout layout = layout(options);
    int parts = parts(prompts, layout);
    if (options.attention()) {
      prompts.distinct().forEach(prompt -> demandUntagged(prompt.parts(), layout));
    }
    if (options.base() >= 0 && layout.base().isEmpty()) {
      throw new BadRequest(
          "latent-couple: base is %s, but no region covers the whole picture; add one, with division 1:1 at position 0:0"
              .formatted(options.base()));
    }
    request.keep(new RegionPlan(options, layout, parts, options.merge()));
    request.infotext(KEY, layout.infotext() + options.infotext());
    return options.attention() ? prompts : classic(prompts, options.merge());
  }

  private RegionLayout layout(CoupleOptions options) {
    return options.sketch().isBlank()
        ? Rectangles.of(options)
        : SketchMasks.of(pictures.decode("latent-couple: sketch", options.sketch()), options);
  }

  /** How many parts each prompt has. */
  private static int parts(Prompts prompts, RegionLayout layout) {
    List<Integer> counts =
        prompts.distinct().stream().map(prompt -> prompt.parts().size()).distinct().toList();
    counts.forEach(layout::demand);
    if (counts.size() > 1) {
      throw new BadRequest(
          "latent-couple: a picture's prompt has %d %s and another's %d; join as many parts in each with AND"
              .formatted(counts.get(0), counts.get(0) == 1 ? "part" : "parts", counts.get(1)));
    }
    return counts.get(0);
  }

  private static Prompts classic(Prompts prompts, boolean merge) {
    boolean tagged =
        prompts.distinct().stream()
            .flatMap(prompt -> prompt.parts().stream())
            .anyMatch(part -> !part.tags().isEmpty());
    Prompts drawn = merge ? prompts.map(RegionPrompts::withAllInOne) : prompts;
    return tagged ? drawn.withScope(TagScope.PART) : drawn;
  }

  /** One more part, which is all of them in one. */
  private static Prompt withAllInOne(Prompt prompt) {
    String all =
        prompt.parts().stream()
            .map(part -> part.tagged().strip())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    List<Part> parts = new ArrayList<>(prompt.parts());
    parts.add(Part.of(all));
    return prompt.withParts(parts);
  }

  /** In one network run there is one network for all regions. */
  private static void demandUntagged(List<Part> parts, RegionLayout layout) {
    IntPredicate common = layout::common;
    IntStream.range(0, parts.size())
        .filter(common.negate())
        .filter(part -> !parts.get(part).tags().isEmpty())
        .findFirst()
        .ifPresent(
            part -> {
              throw new BadRequest(
                  "latent-couple: %s stands in part %d of the prompt, which is a region, but in attention mode a tag acts on the whole picture; %s, or use the classic mode"
                      .formatted(
                          parts.get(part).tags().get(0).text(),
                          part + 1,
                          remedy(parts.size(), layout)));
            });
  }

  private static String remedy(int parts, RegionLayout layout) {
    return IntStream.range(0, parts)
        .filter(layout::common)
        .mapToObj(part -> "move it to part %d, which covers it".formatted(part + 1))
        .findFirst()
        .orElse("move it to a part that covers it, with division 1:1 at position 0:0");
  }
}
