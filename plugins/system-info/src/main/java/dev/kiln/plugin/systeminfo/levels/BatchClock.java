package dev.kiln.plugin.systeminfo.levels;

import dev.kiln.plugin.systeminfo.StepClock;
import dev.kiln.plugin.systeminfo.records.BatchSpeed;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.Generations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Times a whole request, as the extension does: text encoding and decoding too. Its rules for what
 * is an error are in scripts/benchmark.py of vladmandic/sd-extension-system-info.
 */
final class BatchClock {
  private static final int LEAST_PIXELS = 65536;
  private static final double MOST_ITERATIONS_PER_SECOND = 300;

  private final StepClock steps = new StepClock();

  private BatchClock() {}

  /**
   * @param fields of a request for one batch
   * @throws dev.kiln.spi.BadRequest when the request is wrong
   * @throws java.util.concurrent.CancellationException when it was stopped
   */
  static BatchSpeed time(Generations generations, Map<String, ?> fields, int batch, int steps)
      throws InterruptedException {
    BatchClock clock = new BatchClock();
    long began = System.nanoTime();
    Generated made;
    try {
      made = generations.submit(fields, clock.steps).await();
    } catch (CancellationException stopped) {
      // It is an IllegalStateException too.
      throw stopped;
    } catch (PluginProblem | IllegalStateException e) {
      return BatchSpeed.failed(batch, String.valueOf(e.getMessage()));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return clock.speed(made, batch, steps * batch / seconds);
  }

  private BatchSpeed speed(Generated made, int batch, double iterationsPerSecond) {
    if (made.pictures().size() != batch) {
      return BatchSpeed.failed(
          batch, "%d pictures were made in place of %d".formatted(made.pictures().size(), batch));
    }
    if (made.pictures().stream().anyMatch(it -> it.width() * it.height() < LEAST_PIXELS)) {
      return BatchSpeed.failed(batch, "a picture has fewer than " + LEAST_PIXELS + " pixels");
    }
    if (iterationsPerSecond > MOST_ITERATIONS_PER_SECOND) {
      return BatchSpeed.failed(batch, "it was too fast to be true");
    }
    return new BatchSpeed(batch, iterationsPerSecond, spread(), "");
  }

  /**
   * The middle half of the step times, from its shortest to its longest, relative to the median.
   */
  private double spread() {
    List<Double> times = steps.steps().stream().skip(1).sorted().toList();
    if (times.size() < 4) {
      return 0;
    }
    int quarter = times.size() / 4;
    double range = times.get(times.size() - 1 - quarter) - times.get(quarter);
    return range / times.get(times.size() / 2);
  }
}
