package dev.kiln.plugin.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeEventStream;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar's route, as streamable HTTP. */
class McpRouteTest {
  private static final String HELLO =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
  private static final String DRAW =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"draw\",\"arguments\":{\"prompt\":\"%s\"},\"_meta\":{\"progressToken\":1}}}";

  private static FakeQueue fake;
  private static TestingHost host;

  @BeforeAll
  static void start(@TempDir Path folder) {
    fake = new FakeQueue();
    host = new TestingHost(folder, fake.lent());
    host.drop("mcp", Path.of("target", "classes"));
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static ApiResponse post(String session, String body) {
    return new FakeApiCall("POST", McpRoute.PATH)
        .withHeader(McpRoute.SESSION, session)
        .withContent("application/json", body.getBytes(UTF_8))
        .sendTo(host.plugins());
  }

  private static String greet() {
    ApiResponse.Headed hello = (ApiResponse.Headed) post("", HELLO);
    String session = hello.headers().get(McpRoute.SESSION);
    assertThat(session).isNotBlank();
    assertThat(post(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
        .isEqualTo(new ApiResponse.Empty(202));
    return session;
  }

  @Test
  void aRequestIsAnsweredByAStreamThatEndsWithItsAnswer() throws Exception {
    ApiResponse.Events events = (ApiResponse.Events) post(greet(), DRAW.formatted("a boat"));
    FakeEventStream listener = new FakeEventStream();
    events.source().sendTo(listener);
    assertThat(listener.events())
        .extracting(FakeEventStream.Event::name)
        .containsOnly("message")
        .hasSize(3);
    assertThat((Map<?, ?>) listener.events().get(0).json())
        .extracting("method")
        .isEqualTo("notifications/progress");
    assertThat((Map<?, ?>) listener.events().get(2).json()).extracting("id").isEqualTo(7);
  }

  @Test
  void aListenerThatHasGoneStopsItsCall() throws Exception {
    ApiResponse.Events events = (ApiResponse.Events) post(greet(), DRAW.formatted("long"));
    Thread stream =
        new Thread(
            () -> {
              try {
                events.source().sendTo(new FakeEventStream());
              } catch (Exception e) {
                // It has gone.
              }
            });
    stream.start();
    assertThat(fake.begun.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    stream.interrupt();
    assertThat(fake.cancelled.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    stream.join(10_000);
    assertThat(stream.isAlive()).isFalse();
  }

  @Test
  void aCancellationEndsTheStreamWithoutAnAnswer() throws Exception {
    String session = greet();
    ApiResponse.Events events = (ApiResponse.Events) post(session, DRAW.formatted("long"));
    FakeEventStream listener = new FakeEventStream();
    Thread stream =
        new Thread(
            () -> {
              try {
                events.source().sendTo(listener);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    stream.start();
    listener.awaitFirst();
    post(
        session,
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
    stream.join(10_000);
    assertThat(stream.isAlive()).isFalse();
    assertThat(listener.events()).hasSize(1);
    assertThat(fake.cancelled.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"method\":\"tools/call\",\"params\":5",
        "\"method\":\"tools/call\"",
        "\"method\":\"tools/call\",\"params\":{\"name\":\"draw\",\"arguments\":[1]}"
      })
  void whatCannotBeReadIsAnsweredToo(String request) throws Exception {
    ApiResponse.Events events =
        (ApiResponse.Events) post(greet(), "{\"jsonrpc\":\"2.0\",\"id\":17," + request + "}");
    FakeEventStream listener = new FakeEventStream();
    events.source().sendTo(listener);
    Map<?, ?> answer = (Map<?, ?>) listener.events().get(0).json();
    assertThat(answer.get("id")).isEqualTo(17);
    assertThat((Map<?, ?>) answer.get("error"))
        .extracting("message")
        .asString()
        .startsWith("params of tools/call are ")
        .endsWith("; they must be as the protocol has them");
  }

  @Test
  void aWrongGreetingIsRefused() {
    for (String params : List.of("7", "null")) {
      ApiResponse.Json refused =
          (ApiResponse.Json)
              post(
                  "",
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                      + params
                      + "}");
      assertThat(refused.status()).isEqualTo(400);
    }
  }

  @Test
  void sessionsEndAndUnknownOnesAreTold() {
    String session = greet();
    FakeApiCall bye =
        new FakeApiCall("DELETE", McpRoute.PATH).withHeader(McpRoute.SESSION, session);
    assertThat(bye.sendTo(host.plugins())).isEqualTo(new ApiResponse.Empty(200));
    for (ApiResponse gone : List.of(post(session, DRAW), bye.sendTo(host.plugins()))) {
      assertThat(((ApiResponse.Json) gone).status()).isEqualTo(404);
    }
    assertThat(((ApiResponse.Json) post("", DRAW)).status()).isEqualTo(400);
    assertThat(((ApiResponse.Json) post("", "{}")).status()).isEqualTo(400);
  }

  @Test
  void overHttpNoFileOfTheServerIsRead() throws Exception {
    ApiResponse.Events events =
        (ApiResponse.Events)
            post(
                greet(),
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"edit\",\"arguments\":{\"prompt\":\"a\",\"picture\":\"/etc/hostname\"}}}");
    FakeEventStream listener = new FakeEventStream();
    events.source().sendTo(listener);
    assertThat(listener.events().get(0).json().toString())
        .contains("isError=true")
        .contains("picture is")
        .doesNotContain("cannot be read");
  }
}
