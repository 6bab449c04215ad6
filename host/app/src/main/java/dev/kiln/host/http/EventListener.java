package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.spi.host.EventSource;
import dev.kiln.spi.host.EventStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One listener of server-sent events. The request's thread writes, and writes a comment now and
 * then to find out whether the listener is still there; the source has a thread of its own, which
 * waits until its event is taken.
 */
final class EventListener implements EventStream {
  private static final long BEAT_SECONDS = 2;
  private static final String COMMENT = ": \n\n";

  private final ApiJson json;
  private final EventSource source;
  private final String route;
  private final Function<Throwable, Object> told;
  private final Thread sender;
  private final BlockingQueue<String> next = new ArrayBlockingQueue<>(1);
  private volatile boolean returned;
  private volatile boolean ended;

  /**
   * @param route to name in the log
   * @param told the JSON of a failure
   */
  EventListener(ApiJson json, EventSource source, String route, Function<Throwable, Object> told) {
    this.json = json;
    this.told = told;
    this.source = source;
    this.route = route;
    this.sender = new Thread(this::run, "events of " + route);
    this.sender.setDaemon(true);
  }

  /** Write until the source has returned. */
  void serve(HttpServletResponse out) throws IOException {
    try {
      out.flushBuffer();
      sender.start();
      while (!ended && !(returned && next.isEmpty())) {
        String text = next.poll(BEAT_SECONDS, TimeUnit.SECONDS);
        write(out, text == null ? COMMENT : text);
      }
    } catch (IOException listenerHasGone) {
      // The source is told below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
      awaitSource();
    }
  }

  /** Tell the source that nobody listens any more. */
  void end() {
    ended = true;
    sender.interrupt();
  }

  private void awaitSource() {
    try {
      sender.join();
    } catch (InterruptedException serverStops) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      source.sendTo(this);
    } catch (InterruptedException e) {
      // Nobody listens any more.
    } catch (Exception | Error e) {
      fail(e);
    } finally {
      returned = true;
      // Wakes the writer; where there is no room, it is awake.
      next.offer("");
    }
  }

  private void fail(Throwable problem) {
    if (ended) {
      return;
    }
    ErrorAnswers.log(route, problem);
    try {
      send("error", told.apply(problem));
    } catch (InterruptedException e) {
      // Nobody listens any more.
    }
  }

  @Override
  public void send(String name, @Nullable Object data) throws InterruptedException {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("\"" + name + "\" is no name of an event");
    }
    String text = "event: " + name + "\ndata: " + json.write(data) + "\n\n";
    while (!ended) {
      if (next.offer(text, BEAT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    }
    throw new InterruptedException("nobody listens any more");
  }

  @Override
  public boolean open() {
    return !ended;
  }

  private static void write(HttpServletResponse out, String text) throws IOException {
    out.getOutputStream().write(text.getBytes(UTF_8));
    // Not the stream's flush, which does nothing in Javalin's wrapper.
    out.flushBuffer();
  }
}
