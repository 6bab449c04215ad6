package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.host.Pictures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Says which part of the prompt is drawn where, and in which of them a tag acts. */
@Extension
@Singleton
@HookOrder(before = "lora")
public final class RegionPrompts implements PromptProcessor {
  private final Pictures pictures;

  @Inject
  RegionPrompts(Pictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    return request
        .options(CoupleOptions.class)
        .filter(CoupleOptions::enabled)
        .map(options -> planned(prompts, options, request))
        .orElse(prompts);
  }

  private Prompts planned(Prompts prompts, CoupleOptions options, RequestContext request) {
    options.check();
    Subprompts parts = Subprompts.of(prompts.prompt());
    RegionLayout layout = layout(options);
    layout.demand(parts.count());
    if (options.attention()) {
      demandUntagged(parts, layout);
    }
    if (options.base() >= 0 && layout.base().isEmpty()) {
      throw new BadRequest(
          "latent-couple: base is %s, but no region covers the whole picture; add one, with division 1:1 at position 0:0"
              .formatted(options.base()));
    }
    request.keep(new RegionPlan(options, layout, parts.count(), options.merge()));
    request.infotext("Latent Couple", layout.infotext() + options.infotext());
    return options.attention() ? prompts : classic(prompts, parts, options.merge());
  }

  private RegionLayout layout(CoupleOptions options) {
    return options.sketch().isBlank()
        ? Rectangles.of(options)
        : SketchMasks.of(pictures.decode("latent-couple: sketch", options.sketch()), options);
  }

  private static Prompts classic(Prompts prompts, Subprompts parts, boolean merge) {
    return new Prompts(
        merge ? prompts.prompt() + "\nAND " + parts.merged() : prompts.prompt(),
        prompts.negative(),
        parts.tagged() ? Prompts.TagScope.PART : prompts.scope());
  }

  /** In one network run there is one network for all regions. */
  private static void demandUntagged(Subprompts parts, RegionLayout layout) {
    IntPredicate common = layout::common;
    IntStream.range(0, parts.count())
        .filter(common.negate())
        .filter(parts::tagged)
        .findFirst()
        .ifPresent(
            part -> {
              throw new BadRequest(
                  "latent-couple: %s stands in part %d of the prompt, which is a region, but in attention mode a tag acts on the whole picture; %s, or use the classic mode"
                      .formatted(parts.tag(part), part + 1, remedy(parts, layout)));
            });
  }

  private static String remedy(Subprompts parts, RegionLayout layout) {
    return IntStream.range(0, parts.count())
        .filter(layout::common)
        .mapToObj(part -> "move it to part %d, which covers it".formatted(part + 1))
        .findFirst()
        .orElse("move it to a part that covers it, with division 1:1 at position 0:0");
  }
}
