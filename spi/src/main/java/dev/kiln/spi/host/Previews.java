package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** Shows previews of running jobs. Injected; safe from any thread. */
@ProvidedByHost
public interface Previews {
  /** Whether previews are shown: false on the command line. */
  boolean wanted();

  /**
   * Show a picture of a running job; it replaces the one before.
   *
   * @param job {@code PassContext.job()}
   * @param picture [3, height, width] in 0..1, of any size
   */
  void publish(String job, Tensor picture);
}
