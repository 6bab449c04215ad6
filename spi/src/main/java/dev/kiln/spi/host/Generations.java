package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.util.Map;

/**
 * Makes pictures. Requests of plugins, of the web page and of programs wait in one queue, and one
 * runs at a time. Injected; safe from any thread.
 */
@ProvidedByHost
public interface Generations {
  /**
   * Put a request into the queue.
   *
   * @param fields those of {@code POST /kiln/v1/img2img}, as JSON values, without {@code id};
   *     {@code "defaults": true} takes what the model's own settings say, {@code infotext} what a
   *     picture does
   * @throws dev.kiln.spi.BadRequest with the sentence that HTTP would answer
   * @throws Busy when the queue is full or closing
   */
  GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher);

  /** The queue takes no more. The message says why, and what to do. */
  final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Busy(String message) {
      super(message);
    }

    public Busy(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
