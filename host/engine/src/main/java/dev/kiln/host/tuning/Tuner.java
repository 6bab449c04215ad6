package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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
  private final TuningMemory memory;
  private final TuningBudget budget;
  private final Consumer<String> told;

  /**
   * @param trials tries all candidates of a task
   * @param told hears what was found out, a line at a time
   */
  Tuner(
      BiFunction<TuningTask, Allowance, List<Trial>> trials,
      TuningMemory memory,
      TuningBudget budget,
      Consumer<String> told) {
    this.trials = trials;
    this.memory = memory;
    this.budget = budget;
    this.told = told;
  }

  /** One that makes its trials in a laboratory. */
  public static Tuner in(
      Laboratory laboratory, TuningMemory memory, TuningBudget budget, Consumer<String> told) {
    return new Tuner(
        (task, allowance) -> laboratory.compare(task, ROUNDS, allowance), memory, budget, told);
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
    Map<TuningTask, Long> attentions = what.optimizers().size() < 2 ? Map.of() : what.tasks();
    if (!attentions.isEmpty()) {
      tell(what, attention(what.key(), attentions, allowance));
    }
    Map<TuningTask, Long> convolutions =
        what.convolutions().isEmpty() ? Map.of() : what.convolutionTasks();
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
    int done = 0;
    for (Map.Entry<TuningTask, Long> task : tasks.entrySet()) {
      TaskTimes took;
      try {
        took = times(task.getKey(), allowance);
      } catch (BudgetSpent e) {
        return new Measured("", spent(done, tasks.size()));
      }
      took.seconds()
          .forEach((name, one) -> seconds.merge(name, task.getValue() * one, Double::sum));
      done++;
      String far = "%d of %d shapes are measured".formatted(done, tasks.size());
      memory.attention().remember(key, new Measured("", far));
    }
    return fastest(seconds);
  }

  private String spent(int done, int all) {
    return "%d of %d shapes were measured in the %d s that were allowed"
        .formatted(done, all, budget.seconds());
  }

  /** What all candidates took at each shape, those first in which the most is computed. */
  ConvolutionTimes convolutions(Map<TuningTask, Long> tasks, Allowance allowance) {
    Map<String, Map<String, Double>> seconds = new LinkedHashMap<>();
    int done = 0;
    for (TuningTask task : tasks.keySet()) {
      try {
        TaskTimes took = times(task, allowance);
        seconds.putIfAbsent(ConvolutionPlan.key((ConvolutionShape) task.shape()), took.seconds());
        done++;
      } catch (BudgetSpent e) {
        return new ConvolutionTimes(seconds, false, spent(done, tasks.size()));
      }
    }
    return new ConvolutionTimes(seconds, true, "all %d shapes are measured".formatted(done));
  }

  private TaskTimes times(TuningTask task, Allowance allowance) {
    Optional<TaskTimes> before = memory.times().of(task.key());
    if (before.isPresent()) {
      return before.get();
    }
    Map<String, Double> seconds = new HashMap<>();
    for (Trial trial : trials.apply(task, allowance)) {
      seconds.put(trial.optimizer(), trial.difference() > WRONG ? Double.NaN : trial.seconds());
      if (Double.isNaN(trial.seconds())) {
        told.accept(
            "%s %s: %s: %s".formatted(task.kind(), name(task), trial.optimizer(), trial.reason()));
      }
    }
    told.accept(task.kind() + " " + name(task) + ": " + text(seconds));
    TaskTimes took = new TaskTimes(seconds);
    memory.times().remember(task.key(), took);
    return took;
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
      return new Measured(winner, "measured here: nothing that was tried could run");
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
