package dev.kiln.host.plugin;

import dev.kiln.host.plugin.JarCopies.JarChanged;
import dev.kiln.spi.BadRequest;
import java.util.function.Supplier;

/**
 * Lets a request that meets the exchange of a jar wait for the new one: between the old file and
 * the new one there may be none, or half of it. Safe from any thread.
 */
final class SwapPatience {
  private static final long EXCHANGE_NANOS = 2_000_000_000L;
  private static final long LONGEST_NANOS = 10_000_000_000L;
  private static final long PAUSE_MILLIS = 50;

  private volatile long lastGone = System.nanoTime() - EXCHANGE_NANOS;

  /** A plugin that ran is not there any more, for now or for good. */
  void gone() {
    lastGone = System.nanoTime();
  }

  /**
   * Do something again until it meets no exchange.
   *
   * @throws JarChanged when jars change and change
   * @throws BadRequest when what is missing stays away
   */
  <T> T outlast(Supplier<T> use) {
    long began = System.nanoTime();
    while (true) {
      try {
        return use.get();
      } catch (JarChanged | BadRequest e) {
        long now = System.nanoTime();
        boolean exchange = e instanceof JarChanged || now - lastGone < EXCHANGE_NANOS;
        if (!exchange || now - began > LONGEST_NANOS || !pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
