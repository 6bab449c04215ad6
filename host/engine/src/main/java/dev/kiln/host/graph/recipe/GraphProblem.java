package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.recipe.AttentionReport.Choice;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.util.Comparator;
import java.util.List;

/** A plugin failed at a network's graph. */
public final class GraphProblem extends PluginProblem {
  private static final long serialVersionUID = 1;

  private final String plugin;
  private final boolean attention;

  GraphProblem(GraphPart<?> part, String message, Throwable cause) {
    super(message, cause);
    this.plugin = part.plugin();
    this.attention = part.hook() instanceof AttentionOptimizer;
  }

  private GraphProblem(Choice culprit, String reason, Throwable cause) {
    super(
        "plugin '" + culprit.plugin() + "' failed in attention " + culprit.path() + ": " + reason,
        cause);
    this.plugin = culprit.plugin();
    this.attention = true;
  }

  /**
   * A network that does not open or run, as the fault of the attention that the reason names, or of
   * the first one where it names none of its places.
   *
   * @return the failure itself where no plugin computes attention, or another place is named
   */
  public static RuntimeException of(AttentionReport report, RuntimeException failure) {
    String reason = String.valueOf(failure.getMessage());
    List<Choice> winners =
        report.choices().stream().filter(AttentionReport.Choice::isTaken).toList();
    return winners.stream()
        .filter(choice -> !choice.path().isEmpty() && reason.contains(choice.path() + "/"))
        .max(Comparator.comparingInt(choice -> choice.path().length()))
        .or(() -> winners.stream().findFirst())
        .<RuntimeException>map(culprit -> new GraphProblem(culprit, reason, failure))
        .orElse(failure);
  }

  /** Whose fault it is. */
  public String plugin() {
    return plugin;
  }

  /** Whether it was to say how attention is computed, without which a network runs as well. */
  public boolean attention() {
    return attention;
  }
}
