package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;

/** A request that was submitted. Safe from any thread. */
@ProvidedByHost
public interface GenerationJob {
  /** Unique in the process. */
  String id();

  /**
   * Wait for the end.
   *
   * @return all pictures; those that were finished when it was cancelled; when it was interrupted,
   *     the unfinished one too
   * @throws dev.kiln.spi.BadRequest when the request turned out to be wrong
   * @throws dev.kiln.spi.PluginProblem when a plugin failed
   * @throws java.util.concurrent.CancellationException when it was cancelled before the first
   *     picture
   * @throws IllegalStateException when the memory did not suffice, or on the thread of a
   *     generation, which would wait for itself
   */
  Generated await() throws InterruptedException;

  /** End with the step under way; what was predicted in it is decoded. */
  void interrupt();

  /** Stop within one step. */
  void cancel();
}
