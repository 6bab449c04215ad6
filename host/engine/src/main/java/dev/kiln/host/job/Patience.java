package dev.kiln.host.job;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves the thread of a job behind that was cancelled and does not come back from it. */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private final JobQueue queue;
  private final Generator generator;
  private final Duration duration;

  /**
   * @param duration for which a cancelled job may go on
   */
  Patience(JobQueue queue, Generator generator, Duration duration) {
    this.queue = queue;
    this.generator = generator;
    this.duration = duration;
  }

  /** Wait for the end of a job on a thread of its own. */
  void watch(QueuedJob job) {
    Thread thread = new Thread(() -> awaitEnd(job), "kiln-patience");
    thread.setDaemon(true);
    thread.start();
  }

  private void awaitEnd(QueuedJob job) {
    try {
      if (!job.endsWithin(duration)) {
        abandon(job);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void abandon(QueuedJob job) {
    Thread stuck = queue.workerOf(job);
    if (stuck == null) {
      return;
    }
    StackTraceElement[] place = stuck.getStackTrace();
    RuntimeException why = GivenUp.of(generator.abandon(stuck), duration, job.where());
    why.setStackTrace(place);
    LOG.warn("job {} is left behind with its thread", job.id(), why);
    why.setStackTrace(new StackTraceElement[0]);
    queue.giveUp(job, why);
  }
}
