package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.StepClock;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import java.lang.management.ManagementFactory;
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
  private final StepClock clock = new StepClock();

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
    clock.stage(name);
  }

  @Override
  public void step(int step, int steps) {
    clock.step(step, steps);
    if (step == 1 + timedSteps) {
      job.join().interrupt();
    }
  }

  private CellTimes times(double startSeconds, long submitted, long ended) {
    List<Double> steps = clock.steps();
    return new CellTimes(
        steps.subList(1, steps.size()),
        startSeconds,
        steps.get(0),
        (clock.began() - submitted) / 1e9,
        (ended - clock.ended()) / 1e9,
        0);
  }
}
