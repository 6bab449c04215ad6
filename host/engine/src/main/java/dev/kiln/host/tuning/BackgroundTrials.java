package dev.kiln.host.tuning;

import dev.kiln.host.model.ModelSource;
import dev.kiln.host.tuning.AttentionMeasurements.Measured;
import dev.kiln.host.tuning.MeasuredAttention.Trialled;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Site;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the optimizers on the attentions of a model at one size, between generations, and stores
 * which is the fastest. Each distinct attention is tried alone: that takes megabytes and seconds
 * where a whole network takes gigabytes and minutes.
 */
public final class BackgroundTrials implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTrials.class);

  /**
   * Relative to the largest output. Exact optimizers differ by 1e-6; what differs more is faster by
   * being wrong.
   */
  private static final double WRONG = 1e-3;

  private static final int ROUNDS = 3;

  private final AttentionLab lab;
  private final AttentionMeasurements known;
  private final Set<String> begun = new HashSet<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "kiln-attention-trials");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
          });

  public BackgroundTrials(AttentionLab lab, AttentionMeasurements known) {
    this.lab = lab;
    this.known = known;
  }

  /** Measure when there is time; what was begun before is not begun again. */
  synchronized void begin(Trialled what) {
    if (what.optimizers().size() > 1 && begun.add(what.key())) {
      // Not the model itself, which may be closed by then.
      ModelSource source = what.model().source();
      int width = what.width();
      int height = what.height();
      String key = what.key();
      List<String> names = what.names();
      worker.execute(() -> measure(key, names, () -> AttentionSites.of(source, width, height)));
    }
  }

  private void measure(String key, List<String> names, Supplier<Map<Site, Long>> read) {
    try {
      Map<Site, Long> sites = read.get();
      // Without attention there is nothing to choose between.
      if (!sites.isEmpty()) {
        Measured measured = measure(names, sites);
        known.remember(key, measured);
        LOG.info("attention of {}: {}, {}", key, measured.winner(), measured.reason());
      }
    } catch (RuntimeException e) {
      LOG.warn("attention could not be measured: {}", e.getMessage());
    }
  }

  /** The optimizer that takes the least time over all sites. */
  Measured measure(List<String> names, Map<Site, Long> sites) {
    List<String> all = Stream.concat(Stream.of(AttentionLab.UNTOUCHED), names.stream()).toList();
    Map<String, Double> seconds = new HashMap<>();
    sites.forEach(
        (site, count) -> {
          for (Trial trial : lab.site(site, all, ROUNDS)) {
            double time = trial.difference() > WRONG ? Double.NaN : trial.seconds();
            seconds.merge(trial.optimizer(), count * time, Double::sum);
          }
        });
    double untouched = seconds.get(AttentionLab.UNTOUCHED);
    String winner =
        all.stream()
            .filter(name -> !Double.isNaN(seconds.get(name)))
            .min((a, b) -> Double.compare(seconds.get(a), seconds.get(b)))
            .orElse(AttentionLab.UNTOUCHED);
    if (Double.isNaN(seconds.get(winner))) {
      return new Measured(winner, "measured here: nothing that was tried could run");
    }
    String reason =
        Double.isNaN(untouched)
            ? "measured here: the fastest; an unfused graph does not fit into memory"
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
