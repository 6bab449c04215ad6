package dev.kiln.host.job;

import dev.kiln.host.plugin.Keeper;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;

/** What makes a request's pictures: the pipeline, or a stand-in in tests. */
public interface Generator {
  /**
   * Refuse what cannot be done, before it waits in the queue. Called on the thread that submits.
   *
   * @throws dev.kiln.spi.BadRequest when the request is wrong
   */
  default void check(GenerationRequest request) {}

  /**
   * Make the pictures. Called on the queue's worker thread, of which there is one; one that was
   * abandoned may still be in here.
   *
   * @return all pictures, or those that were finished when it was cancelled
   * @throws java.util.concurrent.CancellationException when it was cancelled before the first one
   */
  GenerationResult generate(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation);

  /**
   * The thread of a generation that was cancelled does not come back: find out who keeps it, and
   * use a plugin that does no more. Called on another thread.
   */
  default Keeper abandon(Thread thread) {
    return Keeper.UNKNOWN;
  }
}
