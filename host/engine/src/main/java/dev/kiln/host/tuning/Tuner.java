package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.NetworkFiles;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measures who computes the operators of a model at one size fastest, and remembers it. Each
 * distinct operator is tried alone: that takes megabytes and seconds where a whole network takes
 * gigabytes and minutes. For one thread.
 */
public final class Tuner {
  private static final int ROUNDS = 3;

  /**
   * Relative to the largest output. Exact optimizers differ by 1e-5 at most; what differs more is
   * faster by being wrong.
   */
  private static final double WRONG = 1e-3;

  private final BiFunction<TuningTask, Allowance, List<Trial>> trials;
  private final Function<ModelSource, List<NetworkFiles>> controlNets;
  private final TuningMemory memory;
  private final TuningBudget budget;
  private final Consumer<String> told;

  /**
   * @param trials tries all candidates of a task
   * @param controlNets those that go with a model
   * @param told hears what was found out, a line at a time
   */
  Tuner(
      BiFunction<TuningTask, Allowance, List<Trial>> trials,
      Function<ModelSource, List<NetworkFiles>> controlNets,
      TuningMemory memory,
      TuningBudget budget,
      Consumer<String> told) {
    this.trials = trials;
    this.controlNets = controlNets;
    this.memory = memory;
    this.budget = budget;
    this.told = told;
  }

  /** One that makes its trials in a laboratory. */
  public static Tuner in(
      Laboratory laboratory, TuningMemory memory, TuningBudget budget, Consumer<String> told) {
    return new Tuner(
        (task, allowance) -> laboratory.compare(task, ROUNDS, allowance),
        laboratory::controlNets,
        memory,
        budget,
        told);
  }

  /** What is not to be measured says so, and is not measured. */
  boolean refuses(Trialled what) {
    Optional<String> refusal = budget.refusal(what.width(), what.height());
    refusal.ifPresent(reason -> tell(what, new Measured("", reason)));
    return refusal.isPresent();
  }

  /**
   * Measure all of it, as far as the time suffices.
   *
   * @throws java.util.concurrent.CancellationException when there will be no trials any more; what
   *     was measured stays
   */
  void measure(Trialled what) {
    Allowance allowance = budget.allowance();
    List<NetworkFiles> beside = controlNets.apply(what.model());
    Map<TuningTask, Long> attentions = what.optimizers().size() < 2 ? Map.of() : what.tasks(beside);
    if (!attentions.isEmpty()) {
      tell(what, attention(what.key(), attentions, allowance));
    }
    Map<TuningTask, Long> convolutions =
        what.convolutions().isEmpty() ? Map.of() : what.convolutionTasks(beside);
    if (!convolutions.isEmpty()) {
      ConvolutionTimes times = convolutions(convolutions, allowance);
      memory.convolutions().remember(what.convolutionKey(), times);
      told.accept("convolutions of " + what.label() + ": " + times.reason());
    }
  }

  private void tell(Trialled what, Measured measured) {
    memory.attention().remember(what.key(), measured);
    told.accept(
        "attention of %s: %s%s"
            .formatted(
                what.label(),
                measured.winner().isEmpty() ? "" : measured.winner() + ", ",
                measured.reason()));
  }

  /** The optimizer that takes the least time over all tasks, each of which occurs so often. */
  Measured attention(String key, Map<TuningTask, Long> tasks, Allowance allowance) {
    Map<String, Double> seconds = new HashMap<>();
    List<String> failed = new ArrayList<>();
    int done = 0;
    for (Map.Entry<TuningTask, Long> task : tasks.entrySet()) {
      TaskTimes took;
      try {
        took = times(task.getKey(), allowance);
      } catch (BudgetSpent e) {
        return new Measured("", spent(done, tasks.size()));
      }
      if (took.any()) {
        took.seconds()
            .forEach((name, one) -> seconds.merge(name, task.getValue() * one, Double::sum));
      } else {
        failed.add(failure(task.getKey(), took));
      }
      done++;
      String far = "%d of %d shapes are measured".formatted(done, tasks.size());
      memory.attention().remember(key, new Measured("", far));
    }
    return failed.isEmpty() ? fastest(seconds) : without(failed, seconds);
  }

  /** Shapes that nobody could run say nothing of who is fastest in the others. */
  private static Measured without(List<String> failed, Map<String, Double> seconds) {
    String reasons = String.join("; ", failed);
    if (seconds.isEmpty()) {
      return new Measured("", reasons);
    }
    Measured rest = fastest(seconds);
    return new Measured(rest.winner(), rest.reason() + "; but " + reasons);
  }

  private static String failure(TuningTask task, TaskTimes took) {
    return "at %s nothing that was tried could run: %s".formatted(name(task), took.failures());
  }

  private String spent(int done, int all) {
    return "%d of %d shapes were measured in the %d s that were allowed"
        .formatted(done, all, budget.seconds());
  }

  /** What all candidates took at each shape, those first in which the most is computed. */
  ConvolutionTimes convolutions(Map<TuningTask, Long> tasks, Allowance allowance) {
    Map<String, Map<String, Double>> seconds = new LinkedHashMap<>();
    List<String> failed = new ArrayList<>();
    int done = 0;
    for (TuningTask task : tasks.keySet()) {
      TaskTimes took;
      try {
        took = times(task, allowance);
      } catch (BudgetSpent e) {
        return new ConvolutionTimes(seconds, false, spent(done, tasks.size()));
      }
      if (took.any()) {
        seconds.putIfAbsent(ConvolutionPlan.key((ConvolutionShape) task.shape()), took.seconds());
      } else {
        failed.add(failure(task, took));
      }
      done++;
    }
    String reason =
        failed.isEmpty() ? "all %d shapes are measured".formatted(done) : String.join("; ", failed);
    return new ConvolutionTimes(seconds, failed.isEmpty(), reason);
  }

  private TaskTimes times(TuningTask task, Allowance allowance) {
    Optional<TaskTimes> before = memory.times().of(task.key());
    if (before.isPresent() && before.get().any()) {
      return before.get();
    }
    Map<String, Double> seconds = new HashMap<>();
    Map<String, String> reasons = new HashMap<>();
    for (Trial trial : trials.apply(task, allowance)) {
      String problem = problem(trial);
      seconds.put(trial.optimizer(), problem.isEmpty() ? trial.seconds() : Double.NaN);
      if (!problem.isEmpty()) {
        reasons.put(trial.optimizer(), problem);
      }
    }
    TaskTimes took = new TaskTimes(seconds, reasons);
    if (!reasons.isEmpty()) {
      told.accept("%s %s: %s".formatted(task.kind(), name(task), took.failures()));
    }
    told.accept(task.kind() + " " + name(task) + ": " + text(seconds));
    memory.times().remember(task.key(), took);
    return took;
  }

  /** Why the time of a trial does not count; empty where it does. */
  private static String problem(Trial trial) {
    if (trial.difference() > WRONG) {
      return String.format(
          Locale.ROOT, "its result differs by %.0e of the largest value", trial.difference());
    }
    return Double.isNaN(trial.seconds()) ? trial.reason() : "";
  }

  private static String name(TuningTask task) {
    return task.shape() instanceof ConvolutionShape shape
        ? "%d to %d at %dx%d"
            .formatted(shape.inputs(), shape.outputs(), shape.width(), shape.height())
        : task.shape().toString();
  }

  private static String text(Map<String, Double> seconds) {
    return new TreeMap<>(seconds)
        .entrySet().stream()
            .map(it -> String.format(Locale.ROOT, "%s %.1f ms", it.getKey(), 1e3 * it.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static Measured fastest(Map<String, Double> seconds) {
    String winner =
        seconds.keySet().stream()
            .filter(name -> !Double.isNaN(seconds.get(name)))
            .min((a, b) -> Double.compare(seconds.get(a), seconds.get(b)))
            .orElse(AttentionLab.UNTOUCHED);
    double untouched = seconds.get(AttentionLab.UNTOUCHED);
    if (Double.isNaN(seconds.get(winner))) {
      return new Measured("", "measured here: none of those that were tried could run everywhere");
    }
    String reason =
        Double.isNaN(untouched)
            ? "measured here: the fastest; an unfused graph needs more memory than there is for it"
            : String.format(
                Locale.ROOT,
                "measured here: attention takes 1/%.2f of the untouched graph's time",
                untouched / seconds.get(winner));
    return new Measured(winner, reason);
  }
}
