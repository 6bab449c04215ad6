package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;

/**
 * Runs networks that a plugin brings or the user has. Sessions stay in memory after their last use,
 * those that were used last, as many as fit into {@code --resident-networks}. Injected; safe from
 * any thread.
 */
@ProvidedByHost
public interface Networks {
  /**
   * Use an ONNX file as it is.
   *
   * @return to be closed after use; the session stays
   * @throws dev.kiln.spi.BadRequest when it is missing, broken or needs operators that are not
   *     there
   */
  NetworkRun open(Path file);
}
