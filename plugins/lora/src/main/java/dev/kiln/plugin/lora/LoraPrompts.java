package dev.kiln.plugin.lora;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.NamedHashes;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Tag;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Takes the tags out of the prompt and finds the files that they name. */
@Extension
@Singleton
@Offers({LoraTag.LORA, LoraTag.LYCO})
// Latent Couple says where tags act.
@HookOrder(after = "latent-couple")
public final class LoraPrompts implements PromptProcessor {
  static final String HASHES = "Lora hashes";

  /** Says which files let the model draw in a few steps: it is read by people alone. */
  private static final String FEW_STEPS = "Few-step LoRA";

  private static final Predicate<Tag> OURS =
      tag -> Set.of(LoraTag.LORA, LoraTag.LYCO).contains(tag.name());

  private final LoraLibrary library;

  @Inject
  LoraPrompts(LoraLibrary library) {
    this.library = library;
  }

  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    if (prompts.distinct().stream().anyMatch(it -> it.negative().tags().stream().anyMatch(OURS))) {
      request.warn("LoRA tags act from the prompt; those in the negative prompt were left out");
    }
    List<PlacedTag> tags = PlacedTag.common(prompts, OURS);
    if (!tags.isEmpty()) {
      boolean byPart = prompts.scope() == TagScope.PART;
      LoraSet set = LoraSet.summed(resolve(tags, request), byPart);
      request.keep(set);
      hashes(set).ifPresent(text -> request.infotext(HASHES, text));
      fewSteps(set).ifPresent(text -> request.infotext(FEW_STEPS, text));
    }
    return prompts.map(LoraPrompts::untagged);
  }

  private static Prompt untagged(Prompt prompt) {
    return prompt
        .withParts(prompt.parts().stream().map(part -> part.without(OURS)).toList())
        .withNegative(prompt.negative().without(OURS));
  }

  private List<LoraUse> resolve(List<PlacedTag> tags, RequestContext request) {
    List<LoraEntry> all = library.all();
    List<LoraUse> uses = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    for (PlacedTag placed : tags) {
      LoraTag tag = LoraTag.of(placed.tag());
      Optional<LoraEntry> entry = LoraLibrary.find(all, tag.name());
      if (entry.isEmpty()) {
        missing.add(tag.name());
      } else {
        demandNotXl(entry.get());
        uses.add(new LoraUse(entry.get(), library.hash(entry.get()), tag, placed.part()));
      }
      if (!tag.unknown().isEmpty()) {
        request.warn(
            "LoRA %s: %s means nothing here and was left out"
                .formatted(tag.name(), String.join(", ", tag.unknown())));
      }
    }
    if (!missing.isEmpty()) {
      tell(missing, all, request);
    }
    return uses;
  }

  private static void tell(Set<String> missing, List<LoraEntry> all, RequestContext request) {
    String names = String.join(", ", missing);
    if (request.options(LoraOptions.class).map(LoraOptions::strict).orElse(false)) {
      String there = all.stream().map(LoraEntry::name).collect(Collectors.joining(", "));
      throw new BadRequest(
          "Lora not found: %s; there are: %s".formatted(names, all.isEmpty() ? "none" : there));
    }
    // webUI's own words: clients look for them.
    request.warn("Lora not found: " + names);
  }

  private Optional<String> hashes(LoraSet set) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (LoraUse use : set.uses()) {
      hashes.put(use.tag().name(), library.shortHash(use.entry()));
    }
    return hashes.isEmpty() ? Optional.empty() : Optional.of(new NamedHashes(hashes).text());
  }

  private static Optional<String> fewSteps(LoraSet set) {
    String names =
        set.ofUnet().stream()
            .flatMap(
                use ->
                    FewStep.of(use.entry())
                        .map(few -> use.entry().name() + " (" + few.kind().label() + ")")
                        .stream())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private static void demandNotXl(LoraEntry entry) {
    if (FewStep.of(entry).filter(FewStep::xl).isPresent()) {
      throw new BadRequest(
          "LoRA '%s' lets SDXL draw in a few steps, as its name says, and Kiln draws with Stable Diffusion 1 and 2; choose the file for Stable Diffusion 1.5"
              .formatted(entry.name()));
    }
  }
}
