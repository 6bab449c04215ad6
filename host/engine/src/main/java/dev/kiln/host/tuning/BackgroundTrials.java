package dev.kiln.host.tuning;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures models at sizes between generations, one after the other. Logs what it does. */
public final class BackgroundTrials implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTrials.class);

  /** Sizes that may wait; any other is taken up when it is drawn again. */
  private static final int WAITING = 16;

  private final Tuner tuner;
  private final Set<String> begun = new HashSet<>();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), BackgroundTrials::thread);

  BackgroundTrials(Tuner tuner) {
    this.tuner = tuner;
  }

  public static BackgroundTrials in(
      Laboratory laboratory, TuningBudget budget, TuningMemory memory) {
    return new BackgroundTrials(Tuner.in(laboratory, memory, budget, LOG::info));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "kiln-tuning");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Measure when there is time; what was begun before is not begun again. */
  synchronized void begin(Trialled what) {
    boolean choice = what.optimizers().size() > 1 || !what.convolutions().isEmpty();
    String name = what.key() + " " + what.convolutionKey();
    if (!choice || !begun.add(name) || tuner.refuses(what)) {
      return;
    }
    try {
      worker.execute(() -> measure(what));
    } catch (RejectedExecutionException enoughWait) {
      begun.remove(name);
    }
  }

  private void measure(Trialled what) {
    try {
      LOG.info(
          "{} is measured between pictures: {} optimizers of attention, {} of convolutions",
          what.label(),
          what.optimizers().size(),
          what.convolutions().size());
      tuner.measure(what);
    } catch (CancellationException stopped) {
      LOG.info("{} is not measured further: Kiln ends", what.label());
    } catch (RuntimeException e) {
      LOG.warn("{} could not be measured: {}", what.label(), e.getMessage());
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
