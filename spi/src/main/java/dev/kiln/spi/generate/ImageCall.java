package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Picture;

/** One decoded picture. Valid during the call, never to be kept. */
@ProvidedByHost
public interface ImageCall extends RequestContext {
  /** Which picture of the request it is, from 0. */
  int index();

  /** Not to be changed. */
  Picture picture();

  Sampling sampling();

  /**
   * Whether the user asked to end with what there is. What is drawn again from now on has no more
   * than one step, so it is left out.
   */
  default boolean interrupted() {
    return false;
  }

  /**
   * To be called in long work.
   *
   * @throws java.util.concurrent.CancellationException when the generation was stopped
   */
  void throwIfCancelled();
}
