package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.EventSource;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routes of plugins answer beside JSON. */
class PluginAnswersTest {
  private static final Contribution<RouteIndex> ROUTE =
      TestingSite.route("notes", "GET", "/kiln/v1/notes", "Notes");
  private static final String PATH = ROUTE.what().path();

  private TestingServer server = TestingServer.free();
  private final CountDownLatch told = new CountDownLatch(1);

  @AfterEach
  void stop() {
    server.close();
  }

  private void serve(ApiResponse answer) {
    server.site.serve(Map.of(ROUTE, call -> answer));
  }

  private static String header(Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("none");
  }

  @Test
  void bytesAreSentWithTheirTypeAndRunNothing() throws Exception {
    serve(new ApiResponse.Bytes("image/svg+xml", "<svg/>".getBytes(UTF_8)));
    Answer answer = server.get(PATH);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.raw().body(), UTF_8)).isEqualTo("<svg/>");
    assertThat(header(answer, "Content-Type")).isEqualTo("image/svg+xml");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
  }

  @Test
  void anAnswerMayHaveHeadersOfItsOwnAndNoBody() throws Exception {
    serve(new ApiResponse.Empty(202).with("Notes-Session", "7"));
    Answer answer = server.get(PATH);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.raw().body()).isEmpty();
    assertThat(header(answer, "Notes-Session")).isEqualTo("7");
    serve(new ApiResponse.Events(to -> to.send("notes.one", 1)).with("Notes-Session", "8"));
    Answer events = server.get(PATH);
    assertThat(header(events, "Notes-Session")).isEqualTo("8");
    assertThat(new String(events.raw().body(), UTF_8)).contains("event: notes.one\ndata: 1\n\n");
  }

  @Test
  void aFileIsSentWithItsLengthAndWithoutItsPath(@TempDir Path folder) throws Exception {
    byte[] content = new byte[3_000_000];
    Arrays.fill(content, (byte) 7);
    Path file = Files.write(folder.resolve("secret.txt"), content);
    serve(new ApiResponse.File("text/plain", file));
    Answer answer = server.send(server.request(PATH).header("Accept-Encoding", "gzip"));
    assertThat(answer.raw().body()).isEqualTo(content);
    assertThat(header(answer, "Content-Length")).isEqualTo("3000000");
    assertThat(header(answer, "Content-Type")).isEqualTo("text/plain");
    assertThat(answer.raw().headers().toString()).doesNotContain("secret");

    for (Path none : List.of(folder, folder.resolve("none"))) {
      serve(new ApiResponse.File("text/plain", none));
      Answer gone = server.get(PATH);
      assertThat(gone.status()).isEqualTo(404);
      assertThat(gone.json().get("detail").asText())
          .isEqualTo("the file of GET /kiln/v1/notes is not there");
    }
  }

  @Test
  void headAndGuardsHoldForEachKindOfAnswer(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text");
    server.close();
    server = TestingServer.with(TestingServer.local("a:b"));
    for (ApiResponse answer :
        List.of(
            ApiResponse.ok(1),
            new ApiResponse.Bytes("text/plain", new byte[3]),
            new ApiResponse.File("text/plain", file),
            new ApiResponse.Events(listener -> listener.send("x", 1)))) {
      serve(answer);
      assertThat(server.get(PATH).status()).isEqualTo(401);
      var allowed = server.request(PATH).header("Authorization", "Basic YTpi");
      assertThat(server.send(allowed.copy()).status()).isEqualTo(200);
      assertThat(server.send(allowed.copy().header("Origin", "http://evil.example")).status())
          .isEqualTo(403);
      Answer head = server.send(allowed.copy().method("HEAD", BodyPublishers.noBody()));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.raw().body()).isEmpty();
    }
  }

  private BufferedReader listen() throws Exception {
    HttpResponse<InputStream> response =
        server.client().send(server.request(PATH).build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  private static List<String> lines(BufferedReader in) {
    return in.lines().filter(line -> !line.isBlank() && !line.startsWith(":")).toList();
  }

  /** Sends one event, then waits to be told. */
  private EventSource waiting() {
    return listener -> {
      listener.send("begun", Map.of());
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        assertThat(listener.open()).isFalse();
        told.countDown();
        throw e;
      }
    };
  }

  private void demandTold() throws InterruptedException {
    assertThat(told.await(20, TimeUnit.SECONDS)).as("the source is told").isTrue();
  }

  @Test
  void eventsAreSentUntilTheSourceReturns() throws Exception {
    serve(
        new ApiResponse.Events(
            listener -> {
              for (int i = 0; i < 100; i++) {
                listener.send("step", Map.of("text", "a\nb", "i", i));
              }
              listener.send("done", null);
            }));
    List<String> lines = lines(listen());
    assertThat(lines).hasSize(202).startsWith("event: step").endsWith("event: done", "data: null");
    assertThat(server.parse(lines.get(3).substring("data: ".length())))
        .isEqualTo(server.parse("{\"text\": \"a\\nb\", \"i\": 1}"));
  }

  @Test
  void aSourceIsToldWhenItsListenerHasGone() throws Exception {
    serve(new ApiResponse.Events(waiting()));
    try (BufferedReader in = listen()) {
      assertThat(in.lines().anyMatch("event: begun"::equals)).isTrue();
    }
    demandTold();
  }

  @Test
  void aSourceIsToldWhenItsPluginIsRemoved() throws Exception {
    serve(new ApiResponse.Events(waiting()));
    BufferedReader in = listen();
    assertThat(in.lines().anyMatch("event: begun"::equals)).isTrue();
    server.site.serve(Map.of());
    demandTold();
    assertThat(lines(in)).containsExactly("data: {}");
  }

  @Test
  void aSourceIsToldWhenTheServerStops() throws Exception {
    serve(new ApiResponse.Events(waiting()));
    BufferedReader in = listen();
    assertThat(in.lines().anyMatch("event: begun"::equals)).isTrue();
    server.api.stop(Duration.ofSeconds(5));
    demandTold();
  }

  @Test
  void whatASourceThrowsIsItsLastEvent() throws Exception {
    serve(
        new ApiResponse.Events(
            listener -> {
              listener.send("step", 1);
              throw new BadRequest("there is no paper left; add some");
            }));
    assertThat(lines(listen()))
        .containsExactly(
            "event: step",
            "data: 1",
            "event: error",
            "data: {\"detail\":\"there is no paper left; add some\"}");
    serve(
        new ApiResponse.Events(
            listener -> {
              throw new IllegalStateException("lost");
            }));
    assertThat(lines(listen()).get(1))
        .isEqualTo(
            "data: {\"detail\":\"plugin 'notes' failed in GET /kiln/v1/notes:"
                + " java.lang.IllegalStateException: lost\"}");
  }

  @Test
  void aSlowListenerSlowsItsSourceAndNothingPilesUp() throws Exception {
    int[] sent = new int[1];
    String large = "x".repeat(100_000);
    serve(
        new ApiResponse.Events(
            listener -> {
              while (true) {
                listener.send("step", large);
                sent[0]++;
              }
            }));
    BufferedReader in = listen();
    assertThat(in.lines().anyMatch("event: step"::equals)).isTrue();
    int last = -1;
    while (sent[0] != last) {
      last = sent[0];
      TimeUnit.MILLISECONDS.sleep(500);
    }
    // What the sockets of both sides hold, in events of 100 kB.
    assertThat(last).isLessThan(500);
    in.close();
  }
}
