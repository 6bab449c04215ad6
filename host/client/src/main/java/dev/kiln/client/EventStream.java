package dev.kiln.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of one answer, as they come: field {@code event}, the lines of {@code data},
 * and an empty line. One thread takes them. The host writes a comment every two seconds, so that a
 * silent one is away.
 */
final class EventStream implements Flow.Subscriber<String>, AutoCloseable {
  private static final long SILENCE_SECONDS = 20;
  private static final int OK = 200;

  /** Of a name and its JSON. */
  record Event(String name, String data) {}

  /** A line, or how they ended. */
  private sealed interface Sign permits Line, End, Refused {}

  private record Line(String text) implements Sign {}

  private record End(@Nullable Throwable problem) implements Sign {}

  private record Refused(RuntimeException problem) implements Sign {}

  private final BiFunction<Integer, String, RuntimeException> refusal;
  private final BlockingQueue<Sign> signs = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  /**
   * @param refusal what a status and a body mean that are an error
   */
  EventStream(BiFunction<Integer, String, RuntimeException> refusal) {
    this.refusal = refusal;
  }

  /** Takes lines where there are events, else the body of an error. */
  BodyHandler<String> handler() {
    return info ->
        info.statusCode() == OK
            ? BodySubscribers.fromLineSubscriber(this, lines -> "", UTF_8, null)
            : BodySubscribers.ofString(UTF_8);
  }

  /** The host refused, or there is no answer; the end of events is told after their last line. */
  void answered(@Nullable HttpResponse<String> answer, @Nullable Throwable problem) {
    if (problem != null) {
      signs.add(new End(problem));
    } else if (answer != null && answer.statusCode() != OK) {
      signs.add(new Refused(refusal.apply(answer.statusCode(), answer.body())));
    }
  }

  /**
   * The next event; empty at the end of the answer.
   *
   * @throws IOException when the connection is lost
   * @throws RuntimeException when the host refused
   */
  Optional<Event> next() throws IOException, InterruptedException {
    String name = "message";
    StringBuilder data = new StringBuilder();
    while (true) {
      Sign sign = signs.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
      if (sign == null) {
        throw new InterruptedIOException("the host was silent for " + SILENCE_SECONDS + " s");
      } else if (sign instanceof Refused refused) {
        throw refused.problem();
      } else if (sign instanceof End end) {
        return ended(end);
      }
      String line = ((Line) sign).text();
      more();
      if (line.isEmpty() && data.length() > 0) {
        return Optional.of(new Event(name, data.toString()));
      } else if (line.startsWith("event:")) {
        name = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:")) {
        data.append(data.length() > 0 ? "\n" : "").append(line.substring("data:".length()).strip());
      }
    }
  }

  private Optional<Event> ended(End end) throws IOException {
    if (closed || end.problem() == null) {
      return Optional.empty();
    }
    EOFException lost = new EOFException(String.valueOf(end.problem().getMessage()));
    lost.initCause(end.problem());
    throw lost;
  }

  private void more() {
    Flow.Subscription from = subscription;
    if (from != null) {
      from.request(1);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription from) {
    subscription = from;
    if (closed) {
      from.cancel();
    } else {
      from.request(1);
    }
  }

  @Override
  public void onNext(String line) {
    signs.add(new Line(line));
  }

  @Override
  public void onError(Throwable problem) {
    signs.add(new End(problem));
  }

  @Override
  public void onComplete() {
    signs.add(new End(null));
  }

  /** Safe from any thread: whoever waits for an event gets none. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription from = subscription;
    if (from != null) {
      from.cancel();
    }
    signs.add(new End(null));
  }
}
