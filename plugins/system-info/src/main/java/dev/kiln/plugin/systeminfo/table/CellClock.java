package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Times the steps of one request in this process. The first step is not timed, and the request is
 * interrupted after the timed ones.
 */
final class CellClock implements GenerationWatcher {
  private final int timedSteps;
  private final CompletableFuture<GenerationJob> job = new CompletableFuture<>();
  private final List<Long> ends = new ArrayList<>();
  private long denoises;

  private CellClock(int timedSteps) {
    this.timedSteps = timedSteps;
  }

  /**
   * @param timedSteps behind the first one; as many as there are if that is fewer
   */
  static CellTimes time(Generations generations, Map<String, ?> fields, int timedSteps)
      throws InterruptedException {
    CellClock clock = new CellClock(timedSteps);
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    double startSeconds = (System.currentTimeMillis() - start) / 1e3;
    long submitted = System.nanoTime();
    GenerationJob job = generations.submit(fields, clock);
    clock.job.complete(job);
    job.await();
    return clock.times(startSeconds, submitted, System.nanoTime());
  }

  @Override
  public void stage(String name) {
    if (name.equals("denoise")) {
      denoises = System.nanoTime();
    }
  }

  @Override
  public void step(int step, int steps) {
    ends.add(System.nanoTime());
    if (step == 1 + timedSteps) {
      job.join().interrupt();
    }
  }

  private CellTimes times(double startSeconds, long submitted, long ended) {
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < ends.size(); i++) {
      steps.add((ends.get(i) - ends.get(i - 1)) / 1e9);
    }
    return new CellTimes(
        steps,
        startSeconds,
        (ends.get(0) - denoises) / 1e9,
        (denoises - submitted) / 1e9,
        (ended - ends.get(ends.size() - 1)) / 1e9,
        0);
  }
}
