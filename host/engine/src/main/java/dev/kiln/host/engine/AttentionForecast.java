package dev.kiln.host.engine;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.AttentionReport.Choice;
import dev.kiln.host.model.Model;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.Report;
import dev.kiln.host.pipeline.hook.RequestFacts;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.tuning.MeasuredAttention;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.stream.Collectors;

/**
 * How the attention of a model's UNet would be computed now, and why.
 *
 * @param sites how many attentions the optimizer takes; "-" where it leaves all as they are
 */
public record AttentionForecast(String model, String optimizer, String sites, String why) {
  static AttentionForecast of(Model model, MeasuredAttention attention, HookSource plugins) {
    AttentionWish wish = attention.wish(GenerationRequest.of("").build(), model);
    GenerationRequest chosen = GenerationRequest.of("").attention(wish.name()).build();
    NetworkShape shape = SessionPlans.guided(model.nativeSize(), model.nativeSize());
    try (Hooks hooks = plugins.open(chosen)) {
      RequestState state = new RequestState(RequestFacts.NONE);
      AttentionReport report =
          new SessionPlans(hooks, wish, shape, state)
              .use(
                  NetworkKind.UNET,
                  plan -> plan.recipe().ofAttention().apply(graph(model)).attention());
      String sites = wish.untouched() ? "-" : report.summary();
      String why = why(wish, report) + warnings(state.report());
      return new AttentionForecast(model.source().name(), wish.name(), sites, why);
    }
  }

  private static Graph graph(Model model) {
    return model.opener().graph(model.source(), NetworkKind.UNET);
  }

  /** Who is left out because it fails. */
  private static String warnings(Report report) {
    return report.warnings().stream().map(it -> "; " + it).collect(Collectors.joining());
  }

  private static String why(AttentionWish wish, AttentionReport report) {
    return report.choices().stream()
        .filter(choice -> !choice.isTaken())
        .map(Choice::reason)
        .findFirst()
        .map(refusal -> wish.reason() + "; " + refusal)
        .orElse(wish.reason());
  }
}
