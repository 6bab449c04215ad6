package dev.kiln.spi.testkit;

import dev.kiln.spi.host.EventStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A listener that keeps what it is sent. */
public final class FakeEventStream implements EventStream {
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile boolean open = true;

  /** One event. */
  public record Event(String name, @Nullable Object json) {}

  @Override
  public void send(String name, @Nullable Object json) throws InterruptedException {
    if (!open || Thread.interrupted()) {
      throw new InterruptedException("nobody listens any more");
    }
    events.add(new Event(name, json));
    first.countDown();
  }

  @Override
  public boolean open() {
    return open;
  }

  /** What was sent so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** Wait until something was sent. */
  public void awaitFirst() throws InterruptedException {
    first.await();
  }

  /** Go away; the source's thread is the test's to interrupt. */
  public void close() {
    open = false;
  }
}
