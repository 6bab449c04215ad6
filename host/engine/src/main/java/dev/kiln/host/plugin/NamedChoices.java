package dev.kiln.host.plugin;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.pass.GuidanceChoice;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.host.sampler.SamplerNames.Unscheduled;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.SamplerProvider;
import java.util.List;
import java.util.stream.Stream;

/** What a request chooses by name among what the host and the plugins' indexes offer. */
record NamedChoices(Claims claims) {
  /**
   * Its sampler and schedule.
   *
   * @throws BadRequest when there is none of that name
   * @throws dev.kiln.spi.PluginProblem when a plugin's sampler names a schedule that is not there
   */
  SamplerNames.Chosen sampler(GenerationRequest request) {
    try {
      return claims.samplers().choose(request.sampler(), request.scheduler());
    } catch (Unscheduled e) {
      String plugin = claims.holder(SamplerProvider.class, e.sampler()).orElseThrow().plugin().id();
      throw Attribution.of(e, plugin, "sampler " + e.sampler());
    }
  }

  /**
   * Refuse a guidance or an attention optimizer that nobody offers: whether it can serve is seen
   * when the request runs.
   */
  void check(GenerationRequest request) {
    List<String> guidances =
        Stream.concat(names(GuidanceProvider.class).stream(), Stream.of(GuidanceChoice.OF_THE_HOST))
            .toList();
    if (!request.guidance().isEmpty() && !among(guidances, request.guidance())) {
      throw GuidanceChoice.unknown(request.guidance(), "", guidances);
    }
    String attention = AttentionChooser.lower(request.attention());
    List<String> optimizers = names(AttentionOptimizer.class);
    if (AttentionChooser.asked(attention)
        && !attention.equals(GraphRecipe.UNTOUCHED)
        && !among(optimizers, attention)) {
      throw AttentionChooser.unknown(attention, optimizers);
    }
  }

  private static boolean among(List<String> names, String wanted) {
    return names.stream().anyMatch(wanted::equalsIgnoreCase);
  }

  private List<String> names(Class<? extends HookPoint> hook) {
    return claims.named(hook).stream()
        .map(Slot::extension)
        .flatMap(it -> it.names(hook).stream().limit(1))
        .toList();
  }
}
