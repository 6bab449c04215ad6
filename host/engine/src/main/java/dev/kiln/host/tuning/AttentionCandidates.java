package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.request.GenerationRequest;

/**
 * Optimizers of attention.
 *
 * @param memory bytes that the scores of one attention may take
 */
record AttentionCandidates(HookSource plugins, long memory) implements Candidates {
  @Override
  public Hooks open(String name) {
    return plugins.open(GenerationRequest.of("").attention(name).build());
  }

  @Override
  public SessionPlan plan(String name, Hooks hooks, Subject subject) {
    AttentionWish wish = new AttentionWish(name, true, memory, "measured");
    return new SessionPlans(hooks, wish, subject.shape()).plan(subject.kind());
  }

  @Override
  public Applied applied(RecipeReport report) {
    AttentionReport attention = report.attention();
    boolean untouched = attention.taken() == 0;
    boolean refused = untouched && !attention.choices().isEmpty();
    String reason = refused ? attention.choices().get(0).reason() : "";
    return new Applied(untouched, attention.summary(), reason);
  }
}
