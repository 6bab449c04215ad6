package dev.kiln.host.job;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.spi.BadRequest;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs to their outcome, whatever they throw. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  private JobRun() {}

  static Outcome of(QueuedJob job, Generator generator) {
    try {
      job.cancellation().throwIfCancelled();
      return new Outcome(
          generator.generate(job.id(), job.request(), job, job.cancellation()), null);
    } catch (OutOfMemoryError e) {
      String sentence =
          "there is not enough memory for this request; ask for a smaller size or batch";
      return new Outcome(null, new TooLarge(sentence));
    } catch (Throwable problem) {
      // Even an error of one job must not end the thread that all others wait for.
      log(job, problem);
      return new Outcome(null, FailureKind.kept(problem));
    }
  }

  /** Where a fault happened is not kept with the job. */
  private static void log(QueuedJob job, Throwable problem) {
    boolean expected =
        problem instanceof BadRequest
            || problem instanceof OutOfResources
            || problem instanceof CancellationException;
    if (!expected) {
      LOG.error("job {} failed", job.id(), problem);
    }
  }
}
