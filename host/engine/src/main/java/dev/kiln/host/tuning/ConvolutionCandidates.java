package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.ConvolutionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.spi.graph.ConvolutionShape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Optimizers of convolutions.
 *
 * @param optimizers as their plugins declare them
 * @param shape of the convolution that they are tried on
 */
record ConvolutionCandidates(
    HookSource plugins, List<OptimizerLine> optimizers, ConvolutionShape shape)
    implements Candidates {
  /** So that no other one is taken, and the runtime's own is not. */
  private static final double FAST = 0.01;

  @Override
  public Hooks open(String name) {
    GenerationRequestBuilder request = GenerationRequest.of("").attention(GraphRecipe.UNTOUCHED);
    optimizers.stream()
        .filter(line -> line.name().equals(name))
        .forEach(line -> request.plugin(line.plugin(), Map.of()));
    return plugins.open(request.build());
  }

  @Override
  public SessionPlan plan(String name, Hooks hooks, Subject subject) {
    Map<String, Double> seconds =
        name.equals(GraphRecipe.UNTOUCHED)
            ? Map.of(GraphRecipe.UNTOUCHED, 1.0)
            : Map.of(GraphRecipe.UNTOUCHED, 1.0, name, FAST);
    ConvolutionWish wish =
        new ConvolutionWish(Set.of(), Map.of(ConvolutionPlan.key(shape), seconds));
    AttentionWish attention = new AttentionWish(GraphRecipe.UNTOUCHED, true, 1, "measured");
    return new SessionPlans(hooks, attention, wish, subject.shape()).plan(subject.kind());
  }

  @Override
  public Applied applied(RecipeReport report) {
    ConvolutionReport convolutions = report.convolutions();
    boolean untouched = convolutions.taken() == 0;
    boolean refused = untouched && !convolutions.choices().isEmpty();
    String reason = refused ? convolutions.choices().get(0).reason() : "";
    return new Applied(untouched, convolutions.summary(), reason);
  }
}
