package dev.kiln.host.graph.recipe;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plugin failed at a network's graph. */
public final class GraphProblem extends PluginProblem {
  private static final long serialVersionUID = 1;

  private final String plugin;
  private final Taken.@Nullable Operator operator;

  GraphProblem(GraphPart<?> part, String message, Throwable cause) {
    super(message, cause);
    this.plugin = part.plugin();
    this.operator =
        part.hook() instanceof AttentionOptimizer
            ? Taken.Operator.ATTENTION
            : part.hook() instanceof ConvolutionOptimizer ? Taken.Operator.CONVOLUTION : null;
  }

  private GraphProblem(Taken culprit, String reason, Throwable cause) {
    super(
        "plugin '%s' failed in %s %s: %s"
            .formatted(culprit.plugin(), culprit.operator(), culprit.path(), reason),
        cause);
    this.plugin = culprit.plugin();
    this.operator = culprit.operator();
  }

  /**
   * @param taken places of a network, one of which may be why it failed
   */
  private GraphProblem(List<Taken> taken, String reason, Throwable cause) {
    super("a network failed in which " + named(taken) + " took part: " + reason, cause);
    this.plugin = taken.get(0).plugin();
    this.operator = taken.get(0).operator();
  }

  private static String named(List<Taken> taken) {
    List<String> plugins = taken.stream().map(one -> "'" + one.plugin() + "'").distinct().toList();
    return (plugins.size() == 1 ? "plugin " : "plugins ") + String.join(", ", plugins);
  }

  /**
   * A network that does not open or run, as the fault of the attention or convolution that the
   * reason names. Where it names none of its places, all plugins that took part are named, and the
   * first is the one to go on without.
   *
   * @return the failure itself where no plugin computes any
   */
  public static RuntimeException of(RecipeReport report, RuntimeException failure) {
    String reason = String.valueOf(failure.getMessage());
    List<Taken> taken = report.taken();
    if (taken.isEmpty()) {
      return failure;
    }
    return taken.stream()
        .filter(one -> !one.path().isEmpty() && reason.contains(one.path() + "/"))
        .max(Comparator.comparingInt(one -> one.path().length()))
        .map(culprit -> new GraphProblem(culprit, reason, failure))
        .orElseGet(() -> new GraphProblem(taken, reason, failure));
  }

  /** Whose fault it is, or may be. */
  public String plugin() {
    return plugin;
  }

  /** Whether it was to say how attention is computed, without which a network runs as well. */
  public boolean attention() {
    return operator == Taken.Operator.ATTENTION;
  }

  /** Whether it was to say how convolutions are computed, without which a network runs as well. */
  public boolean convolution() {
    return operator == Taken.Operator.CONVOLUTION;
  }
}
