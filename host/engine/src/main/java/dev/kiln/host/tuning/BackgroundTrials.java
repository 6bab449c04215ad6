package dev.kiln.host.tuning;

import dev.kiln.host.tuning.MeasuredAttention.Trialled;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the optimizers on the attentions of a model at one size, between generations, and stores
 * which is the fastest. Each distinct attention is tried alone: that takes megabytes and seconds
 * where a whole network takes gigabytes and minutes. Logs what it does.
 */
public final class BackgroundTrials implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTrials.class);

  /**
   * Relative to the largest output. Exact optimizers differ by 1e-6; what differs more is faster by
   * being wrong.
   */
  private static final double WRONG = 1e-3;

  private static final int ROUNDS = 3;

  /** Sizes that may wait; any other is taken up when it is drawn again. */
  private static final int WAITING = 16;

  private final BiFunction<TuningTask, Allowance, List<Trial>> trials;
  private final TuningBudget budget;
  private final Measurements<Measured> known;
  private final Measurements<TaskTimes> times;
  private final Set<String> begun = new HashSet<>();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), BackgroundTrials::thread);

  /**
   * @param trials tries all candidates of a task
   */
  BackgroundTrials(
      BiFunction<TuningTask, Allowance, List<Trial>> trials,
      TuningBudget budget,
      Measurements<Measured> known,
      Measurements<TaskTimes> times) {
    this.trials = trials;
    this.budget = budget;
    this.known = known;
    this.times = times;
  }

  /**
   * @param known the outcomes by model and size
   * @param times what each operator took, whichever model and size it was measured for
   */
  public static BackgroundTrials in(
      Laboratory laboratory,
      TuningBudget budget,
      Measurements<Measured> known,
      Measurements<TaskTimes> times) {
    return new BackgroundTrials(
        (task, allowance) ->
            laboratory.compare(
                task.subject(), task.names(AttentionLab.UNTOUCHED), ROUNDS, allowance),
        budget,
        known,
        times);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "kiln-tuning");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Measure when there is time; what was begun before is not begun again. */
  synchronized void begin(Trialled what) {
    if (what.optimizers().size() < 2 || !begun.add(what.key())) {
      return;
    }
    Optional<String> refusal = budget.refusal(what.width(), what.height());
    if (refusal.isPresent()) {
      tell(what, new Measured("", refusal.get()));
      return;
    }
    try {
      worker.execute(() -> measure(what));
    } catch (RejectedExecutionException enoughWait) {
      begun.remove(what.key());
    }
  }

  private void measure(Trialled what) {
    try {
      Map<TuningTask, Long> tasks = what.tasks();
      // Without attention there is nothing to choose between.
      if (!tasks.isEmpty()) {
        LOG.info(
            "attention of {} is measured between pictures: {} optimizers at {} shapes",
            what.label(),
            what.optimizers().size(),
            tasks.size());
        tell(what, measure(what.key(), tasks));
      }
    } catch (CancellationException stopped) {
      LOG.info("attention of {} is not measured further: Kiln ends", what.label());
    } catch (RuntimeException e) {
      LOG.warn("attention of {} could not be measured: {}", what.label(), e.getMessage());
    }
  }

  private void tell(Trialled what, Measured measured) {
    known.remember(what.key(), measured);
    LOG.info(
        "attention of {}: {}{}",
        what.label(),
        measured.winner().isEmpty() ? "" : measured.winner() + ", ",
        measured.reason());
  }

  /** The optimizer that takes the least time over all tasks, each of which occurs so often. */
  Measured measure(String key, Map<TuningTask, Long> tasks) {
    Allowance allowance = budget.allowance();
    Map<String, Double> seconds = new HashMap<>();
    int done = 0;
    for (Map.Entry<TuningTask, Long> task : tasks.entrySet()) {
      TaskTimes took;
      try {
        took = times(task.getKey(), allowance);
      } catch (BudgetSpent e) {
        return new Measured(
            "",
            "%d of %d shapes were measured in the %d s of --measure-time"
                .formatted(done, tasks.size(), budget.seconds()));
      }
      took.seconds()
          .forEach((name, one) -> seconds.merge(name, task.getValue() * one, Double::sum));
      done++;
      known.remember(
          key, new Measured("", "%d of %d shapes are measured".formatted(done, tasks.size())));
    }
    return fastest(seconds);
  }

  private TaskTimes times(TuningTask task, Allowance allowance) {
    Optional<TaskTimes> before = times.of(task.key());
    if (before.isPresent()) {
      return before.get();
    }
    Map<String, Double> seconds = new HashMap<>();
    for (Trial trial : trials.apply(task, allowance)) {
      seconds.put(trial.optimizer(), trial.difference() > WRONG ? Double.NaN : trial.seconds());
      if (Double.isNaN(trial.seconds())) {
        LOG.info("{} {}: {}: {}", task.kind(), task.shape(), trial.optimizer(), trial.reason());
      }
    }
    TaskTimes took = new TaskTimes(seconds);
    times.remember(task.key(), took);
    return took;
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

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
