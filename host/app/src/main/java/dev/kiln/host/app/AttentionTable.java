package dev.kiln.host.app;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.AttentionReport.Choice;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.AttentionWish;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.pipeline.SessionPlans;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.io.PrintStream;
import java.util.List;

/** How the attention of the default model would be computed now, and why. */
final class AttentionTable {
  private final Wiring wiring;

  AttentionTable(Wiring wiring) {
    this.wiring = wiring;
  }

  void print(PrintStream out) {
    Table table = new Table("ATTENTION OF", "OPTIMIZER", "SITES", "WHY");
    try (ModelStore.Lease lease = wiring.store().use("")) {
      row(table, lease.model());
    } catch (BadRequest noModel) {
      table.row("(no model)", "", "", noModel.getMessage());
    }
    table.print(out);
  }

  private void row(Table table, Model model) {
    GenerationRequest request = GenerationRequest.of("").build();
    AttentionWish wish = wiring.attention().wish(request, model);
    GenerationRequest chosen = GenerationRequest.of("").attention(wish.name()).build();
    NetworkShape shape = SessionPlans.guided(model.nativeSize(), model.nativeSize());
    try (Hooks hooks = wiring.plugins().open(chosen)) {
      Graph graph = model.opener().graph(model.source(), NetworkKind.UNET);
      AttentionReport report =
          new SessionPlans(hooks, wish, shape)
              .plan(NetworkKind.UNET)
              .recipe()
              .apply(graph)
              .attention();
      List<String> refusals =
          report.choices().stream()
              .filter(choice -> !choice.isTaken())
              .map(Choice::reason)
              .distinct()
              .limit(1)
              .toList();
      String why = refusals.isEmpty() ? wish.reason() : wish.reason() + "; " + refusals.get(0);
      String sites = wish.untouched() ? "-" : report.summary();
      table.row(model.source().name(), wish.name(), sites, why);
    }
  }
}
