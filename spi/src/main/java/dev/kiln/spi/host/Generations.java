package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Picture;
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

  /**
   * Keep a picture that was made in another way as a job that has ended: the page's gallery shows
   * it, and it outlives the server as other finished pictures do. Its opacity is not kept.
   *
   * @param infotext what it says of how it was made; empty for nothing
   * @return the job's id
   * @throws Busy when the queue is closing
   */
  String keep(Picture picture, String infotext);

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
