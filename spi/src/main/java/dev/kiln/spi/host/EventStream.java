package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import org.jspecify.annotations.Nullable;

/** The listener of an {@link EventSource}. Safe from any thread. */
@ProvidedByHost
public interface EventStream {
  /**
   * Send an event. Waits until the one before is written: a slow listener slows its source, and
   * nothing piles up.
   *
   * @param name letters, digits, {@code _}, {@code -} and {@code .}
   * @param json JDK maps, lists, strings, numbers, booleans and null only
   * @throws InterruptedException when nobody listens any more
   */
  void send(String name, @Nullable Object json) throws InterruptedException;

  /**
   * Whether somebody listens, for work that does not wait. A listener that has gone is noticed
   * within two seconds.
   */
  boolean open();
}
