package dev.kiln.host.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets few large bodies be read at once: each holds a thread while it comes, and up to four times
 * its size of heap while it is read, as Jackson keeps letters, a builder and the text of one long
 * value. What is made of it, such as bytes of pictures, is made in its place, too. Small ones lie
 * in memory before a thread is given to their request. Safe from any thread.
 */
final class BodyPlaces {
  /** Up to here Jetty collects a body without a thread. */
  static final int SMALL_BYTES = 256 << 10;

  private static final int MOST_PLACES = 4;

  /** Of heap for each place. */
  private static final long PLACE_BYTES = 512L << 20;

  private static final int MOST_WAITING = 32;
  private static final int PATIENCE_SECONDS = 10;

  private final Semaphore places =
      new Semaphore(
          (int) Math.max(1, Math.min(MOST_PLACES, Runtime.getRuntime().maxMemory() / PLACE_BYTES)),
          true);

  /** Reads a body. */
  interface Reading<T> {
    T of(InputStream body) throws IOException;
  }

  /**
   * Read the body of a request, and make of it what is kept.
   *
   * @throws HttpProblem 429 when too many are being read, 413, 408 or 400 when it is refused
   */
  <T> T read(Context context, Reading<T> reading) {
    boolean large = large(context);
    if (large) {
      await();
    }
    try {
      InputStream body = context.req().getInputStream();
      try {
        return reading.of(body);
      } catch (RuntimeException | OutOfMemoryError e) {
        // Who still sends would find a closed connection in place of the answer.
        body.transferTo(OutputStream.nullOutputStream());
        throw e;
      }
    } catch (IOException e) {
      throw RefusedBody.problem(e);
    } finally {
      if (large) {
        places.release();
      }
    }
  }

  /** Also one that does not announce its length. */
  private static boolean large(Context context) {
    return context.req().getContentLengthLong() > SMALL_BYTES
        || context.header("Transfer-Encoding") != null;
  }

  private void await() {
    try {
      if (places.getQueueLength() < MOST_WAITING
          && places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException serverStops) {
      Thread.currentThread().interrupt();
    }
    throw new HttpProblem(
        HttpProblem.TOO_MANY,
        "too many large bodies are being read; send it again in some seconds");
  }
}
