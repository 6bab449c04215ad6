package dev.kiln.host.http;

import dev.kiln.host.http.ErrorAnswers.Problem;
import dev.kiln.spi.host.EventSource;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** The listeners of server-sent events of one kind. Safe from any thread. */
final class EventStreams implements AutoCloseable {
  private static final int MOST_LISTENERS = 64;

  private final ApiJson json;
  private final ErrorForms forms;
  private final String full;
  private final Semaphore free = new Semaphore(MOST_LISTENERS);
  private final Map<EventListener, BooleanSupplier> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param full what one listener too many is told behind their number
   */
  EventStreams(ApiJson json, ErrorForms forms, String full) {
    this.json = json;
    this.forms = forms;
    this.full = full;
  }

  /**
   * Send until the source has no more, its listener has gone, or it is outdated. Returns when the
   * source has returned.
   *
   * @param current whether the source may still send
   */
  void stream(EventSource source, Context context, BooleanSupplier current) throws IOException {
    context.contentType("text/event-stream").header("Cache-Control", "no-store");
    if (context.method().equals(HandlerType.HEAD)) {
      return;
    }
    if (!free.tryAcquire()) {
      throw new HttpProblem(HttpProblem.TOO_MANY, MOST_LISTENERS + " listeners " + full);
    }
    String path = context.path();
    EventListener listener =
        new EventListener(json, source, context.method() + " " + path, it -> told(path, it));
    open.put(listener, () -> !closed && current.getAsBoolean());
    try {
      endOutdated();
      context.disableCompression();
      listener.serve(context.res());
    } finally {
      open.remove(listener);
      free.release();
    }
  }

  /** How a listener is told of a failure. */
  private Object told(String path, Throwable failure) {
    Problem problem = Problem.of(failure);
    int status = ErrorKind.of(failure).status();
    return forms.body(path, status, problem, Map.of("detail", problem.detail()));
  }

  /** End those that are no longer current. */
  void endOutdated() {
    open.forEach(
        (listener, current) -> {
          if (!current.getAsBoolean()) {
            listener.end();
          }
        });
  }

  /** End all. */
  @Override
  public void close() {
    closed = true;
    endOutdated();
  }
}
