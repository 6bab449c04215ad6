package dev.kiln.host.job;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One request on its way through the queue. Safe from any thread. */
public interface Job {
  enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /**
   * How far a job is.
   *
   * @param state where it stands
   * @param ahead jobs that run before it, the running one included; 0 when it runs
   * @param step finished steps of the current batch
   * @param steps steps of a batch
   * @param batch finished batches
   * @param batches all batches
   * @param seconds since it began to run
   * @param preview the latest one, null when there is none
   */
  record Snapshot(
      State state,
      int ahead,
      int step,
      int steps,
      int batch,
      int batches,
      double seconds,
      @Nullable PreviewPicture preview) {}

  String id();

  /** When it was asked for. */
  Instant asked();

  GenerationRequest request();

  Snapshot snapshot();

  /**
   * Wait until the job changed since the version seen, at most for as long as the patience lasts.
   *
   * @param seen what the last call returned, 0 at first
   * @return the version now
   */
  long awaitChange(long seen, Duration patience) throws InterruptedException;

  /**
   * The result; fails with the generation's exception, or with {@code CancellationException} when
   * it was stopped before a picture was finished. A job stopped later gives the pictures it has.
   */
  CompletableFuture<GenerationResult> result();

  /**
   * Wait for the result.
   *
   * @throws RuntimeException what the job failed with
   */
  default GenerationResult await() {
    try {
      return result().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException problem ? problem : e;
    }
  }

  /**
   * Stop within one step. A running job that does not within half a minute fails, and the queue
   * goes on. Does nothing to a finished job.
   */
  void cancel();

  /** End with the step under way and give the pictures as they are then, perhaps none. */
  void interrupt();

  /** Whether it was asked to {@link #interrupt}. */
  boolean interrupted();

  /** End the batch under way as {@link #interrupt} does, and go on with the next one. */
  void skip();

  /** Whether the batch under way was asked to {@link #skip}. */
  boolean skipped();
}
