package dev.kiln.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/** A request that was submitted. Safe from any thread. */
public interface Drawing {
  /** Unique among the drawings of its {@link Kiln}. */
  String id();

  /** How far it is now. */
  Progress progress();

  /**
   * The pictures. Fails with a {@link KilnException}, or with a {@link CancellationException} when
   * it was cancelled before its first picture was finished; one that is cancelled later gives those
   * it has. Cancelling the future cancels the drawing. Each call gives a future of its own.
   */
  CompletableFuture<Drawn> result();

  /**
   * Its progress as a stream, which ends as {@link #result} does: it completes, or fails with the
   * same exception. A subscriber that is slower than the drawing misses events, never the end.
   */
  Flow.Publisher<Progress> events();

  /** End with the step under way and give the pictures as they are then, perhaps none. */
  void interrupt();

  /** Stop within one step. Does nothing to one that is over. */
  void cancel();

  /**
   * Wait for the end.
   *
   * @throws KilnException when it failed
   * @throws CancellationException when it was cancelled before its first picture was finished, or
   *     the waiting thread was interrupted, which cancels it
   */
  default Drawn await() {
    try {
      return result().get();
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new CancellationException("the thread that waited for the pictures was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException stopped) {
        throw stopped;
      }
      throw e.getCause() instanceof KilnException known
          ? known
          : new KilnException(
              KilnException.Reason.INTERNAL_ERROR, String.valueOf(e.getCause()), e.getCause());
    }
  }
}
