package dev.kiln.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events whose answer ends, or breaks off, before anybody takes them. */
@Timeout(60)
class EventStreamTest {
  private static final String TWO = "event: progress\ndata: 1\n\nevent: done\ndata: 2\n\n";

  private final EventStream events =
      new EventStream((status, body) -> new IllegalStateException(body));

  @Test
  void eventsThatCameBeforeTheEndAreNotLost() throws Exception {
    answer().onComplete();
    assertThat(events.next()).contains(new EventStream.Event("progress", "1"));
    assertThat(events.next()).contains(new EventStream.Event("done", "2"));
    assertThat(events.next()).isEmpty();
  }

  @Test
  void aLostConnectionIsNoEnd() {
    answer().onError(new IOException("reset"));
    assertThatThrownBy(this::all).isInstanceOf(EOFException.class).hasMessageContaining("reset");
  }

  private void all() throws Exception {
    while (events.next().isPresent()) {
      // The end is what counts.
    }
  }

  /** An answer of which all lines are there. */
  private BodySubscriber<String> answer() {
    BodySubscriber<String> body = events.handler().apply(new Ok());
    body.onSubscribe(new Unlimited());
    body.getBody().whenComplete((text, problem) -> events.answered(null, problem));
    body.onNext(List.of(ByteBuffer.wrap(TWO.getBytes(UTF_8))));
    return body;
  }

  private record Ok() implements ResponseInfo {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  private record Unlimited() implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }
}
