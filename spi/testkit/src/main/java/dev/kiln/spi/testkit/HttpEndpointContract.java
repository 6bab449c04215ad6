package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiResponse;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every endpoint promises: extend it in the plugin's tests. */
public abstract class HttpEndpointContract {
  private static final long END_MILLIS = 10_000;

  protected abstract HttpEndpoint endpoint();

  /** Requests that are answered, one for each of the routes. */
  protected abstract List<FakeApiCall> calls();

  @Test
  void answersAreOfTheirKind() throws Exception {
    for (FakeApiCall call : calls()) {
      ApiResponse answer = bare(endpoint().handle(call));
      if (answer instanceof ApiResponse.Json json) {
        assertThat(json.status()).isBetween(200, 599);
        demandJson(json.json());
      } else if (answer instanceof ApiResponse.Bytes bytes) {
        assertThat(bytes.type()).contains("/");
      } else if (answer instanceof ApiResponse.File file) {
        assertThat(file.type()).contains("/");
        assertThat(Files.isRegularFile(file.path())).isTrue();
      } else if (answer instanceof ApiResponse.Empty empty) {
        assertThat(empty.status()).isBetween(200, 599);
      }
    }
  }

  private static ApiResponse bare(ApiResponse answer) {
    return answer instanceof ApiResponse.Headed headed ? bare(headed.answer()) : answer;
  }

  @Test
  void severalAreAnsweredAtOnce() {
    HttpEndpoint endpoint = endpoint();
    for (FakeApiCall call : calls()) {
      List<CompletableFuture<ApiResponse>> answers =
          IntStream.range(0, 4)
              .mapToObj(any -> CompletableFuture.supplyAsync(() -> handled(endpoint, call)))
              .toList();
      answers.forEach(answer -> assertThat(answer.join()).isNotNull());
    }
  }

  @Test
  void valuesThatDoNotFitAreToldInASentence() throws Exception {
    for (FakeApiCall call : calls()) {
      RouteInput takes = call.takes(endpoint().getClass());
      for (FieldIndex field : takes.query()) {
        demandRefusal(call.with(RouteInput.names(field).get(0), "{}"), field);
      }
      for (FieldIndex field : takes.body()) {
        Map<String, Object> body = new HashMap<>(call.json() == null ? Map.of() : call.body());
        body.put(RouteInput.names(field).get(0), Map.of());
        demandRefusal(call.withJson(body), field);
      }
    }
  }

  /** A text takes any; whether it may be "{}" is the endpoint's business. */
  private void demandRefusal(FakeApiCall call, FieldIndex field) throws Exception {
    try {
      ApiResponse answer = endpoint().handle(call);
      if (!field.type().equals("String") && !field.type().equals("List")) {
        fail(field.name() + " was taken: " + answer);
      }
    } catch (BadRequest refusal) {
      assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  @Test
  void eventsEndWhenNobodyListens() throws Exception {
    for (FakeApiCall call : calls()) {
      if (bare(endpoint().handle(call)) instanceof ApiResponse.Events events) {
        FakeEventStream listener = new FakeEventStream();
        Thread sender = new Thread(() -> send(events, listener));
        sender.start();
        listener.awaitFirst();
        listener.close();
        sender.interrupt();
        sender.join(END_MILLIS);
        assertThat(sender.isAlive()).as("it goes on without a listener").isFalse();
        listener.events().forEach(event -> demandJson(event.json()));
      }
    }
  }

  private static void send(ApiResponse.Events events, FakeEventStream listener) {
    try {
      events.source().sendTo(listener);
    } catch (Exception e) {
      // It ends, which is what is asked.
    }
  }

  private static ApiResponse handled(HttpEndpoint endpoint, FakeApiCall call) {
    try {
      return endpoint.handle(call);
    } catch (Exception e) {
      throw new AssertionError(call + " is answered alone, and not together with others", e);
    }
  }

  private static void demandJson(@Nullable Object json) {
    if (json instanceof Map<?, ?> object) {
      assertThat(object.keySet()).allMatch(String.class::isInstance);
      object.values().forEach(HttpEndpointContract::demandJson);
    } else if (json instanceof List<?> list) {
      list.forEach(HttpEndpointContract::demandJson);
    } else {
      assertThat(json == null || json instanceof String || json instanceof Boolean || finite(json))
          .as("%s is no JSON", json)
          .isTrue();
    }
  }

  private static boolean finite(Object json) {
    return json instanceof Number number && Double.isFinite(number.doubleValue());
  }
}
