package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
  private TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUnknownPathIs404AndAWrongMethod405() throws Exception {
    Answer unknown = server.get("/sdapi/v1/nothing");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().toString()).isEqualTo("{\"detail\":\"Not Found\"}");
    Answer wrong = server.get("/sdapi/v1/txt2img");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.json().toString()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
  }

  @Test
  void aBodyThatIsTooLargeIs413EvenWhenItHidesItsLength() throws Exception {
    byte[] body = new byte[ApiJson.MOST_BYTES + 1];
    Arrays.fill(body, (byte) ' ');
    for (BodyPublisher publisher :
        List.of(
            BodyPublishers.ofByteArray(body),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
      Answer answer = server.send(server.request("/sdapi/v1/txt2img").POST(publisher));
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.json().toString())
          .isEqualTo(
              "{\"error\":\"HTTPException\",\"detail\":\"the body is larger than 64 MB; send"
                  + " less\",\"body\":\"\",\"errors\":\"\"}");
    }
  }

  @Test
  void aCompressedBodyIs415() throws Exception {
    Answer answer =
        server.send(
            server
                .request("/sdapi/v1/txt2img")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b})));
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("the body is compressed, as Content-Encoding says; send it as it is");
  }

  @Test
  void aBodyOfSeveralPicturesIsTaken() throws Exception {
    String body = "{\"prompt\":\"a cat\",\"picture\":\"" + "A".repeat(30 << 20) + "\"}";

    assertThat(server.post("/sdapi/v1/txt2img", body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7860, 200",
    "localhost, 200",
    "LOCALHOST:1, 200",
    "[::1]:80, 200",
    "evil.example, 403",
    "127.0.0.1.evil.example:7860, 403",
    "192.168.0.5:7860, 403",
    "localhost.evil.example, 403"
  })
  void onlyTheServersOwnNamesAreAnswered(String host, int status) throws Exception {
    assertThat(raw("GET /internal/ping HTTP/1.1\r\nHost: " + host))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aForeignHostIsToldTheRightNames() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example"))
        .endsWith(
            "{\"error\":\"HTTPException\",\"detail\":\"host \\\"evil.example\\\" is not a name of"
                + " this server; use 127.0.0.1 or [::1] or localhost, or start it with --allow-host"
                + " evil.example\",\"body\":\"\",\"errors\":\"\"}");
  }

  @Test
  void aServerForEveryAddressAnswersAddressesButNoForeignName() throws Exception {
    server.close();
    server = TestingServer.with(TestingServer.listening(Access.LOCAL));

    String request = "GET /internal/ping HTTP/1.1\r\nHost: ";
    assertThat(raw(request + "192.168.0.5:7860")).startsWith("HTTP/1.1 200 ");
    assertThat(raw(request + "[fe80::1]")).startsWith("HTTP/1.1 200 ");
    assertThat(raw(request + "evil.example")).startsWith("HTTP/1.1 403 ");
    assertThat(server.api.url()).startsWith("http://127.0.0.1:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "http://127.0.0.1:1", "null", "http://localhost", "%%%"})
  void thePageOfAnotherOriginIsRefused(String origin) throws Exception {
    Answer answer =
        server.send(
            server
                .request("/sdapi/v1/interrupt")
                .header("Origin", origin)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo(
            "origin \""
                + origin
                + "\" is not this server; only its own page may call it, and those that it was started with in --cors-allow-origins");
    assertThat(answer.raw().headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
  }

  @Test
  void itsOwnPageIsAnswered() throws Exception {
    Answer answer =
        server.send(server.request("/internal/ping").header("Origin", server.api.url()));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void severalUsersMayShareTheServer() throws Exception {
    server.close();
    server = TestingServer.with(TestingServer.local("a:b", "c:d"));

    assertThat(authorized("/internal/ping", "a:b").status()).isEqualTo(200);
    assertThat(authorized("/internal/ping", "c:d").status()).isEqualTo(200);
    assertThat(authorized("/internal/ping", "a:d").status()).isEqualTo(401);
    assertThat(authorized("/internal/ping", "a:b,c:d").status()).isEqualTo(401);
  }

  @Test
  void aHeaderThatIsNoBase64Is401() throws Exception {
    server.close();
    server = TestingServer.with(TestingServer.local("me:word"));

    Answer answer = server.send(server.request("/").header("Authorization", "Basic ***"));
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void thePageComesWithAPolicyThatRunsNothingElse() throws Exception {
    Answer page = server.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.raw().headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.raw().headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(new String(page.raw().body(), StandardCharsets.UTF_8))
        .doesNotContain("http://", "https://");
  }

  @Test
  void stoppingLetsTheRunningRequestFinishAndAnswersThoseThatWait() throws Exception {
    server.close();
    server = TestingServer.stepped();
    CompletableFuture<Answer> running =
        server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"a\",\"steps\":3}");
    server.awaitRunning("a");
    CompletableFuture<Answer> waiting =
        server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"b\",\"steps\":3}");
    while (server.jobs.waiting().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    CompletableFuture<Void> stopping =
        CompletableFuture.runAsync(() -> server.api.stop(Duration.ofSeconds(30)));

    assertThat(waiting.get(30, TimeUnit.SECONDS).status()).isEqualTo(409);
    Answer refused = server.post("/sdapi/v1/txt2img", "{}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().get("detail").asText())
        .isEqualTo("the server is stopping and takes no more jobs; try again later");
    server.generator.allow(3);
    assertThat(running.get(30, TimeUnit.SECONDS).json().get("images")).hasSize(1);
    stopping.get(30, TimeUnit.SECONDS);
  }

  @Test
  void stoppingCancelsWhatDoesNotFinishInTime() throws Exception {
    server.close();
    server = TestingServer.stepped();
    CompletableFuture<Answer> running =
        server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"a\"}");
    server.awaitRunning("a");
    server.api.stop(Duration.ofMillis(20));

    assertThat(running.get(30, TimeUnit.SECONDS).status()).isEqualTo(409);
  }

  private Answer authorized(String path, String credentials)
      throws IOException, InterruptedException {
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return server.send(server.request(path).header("Authorization", "Basic " + encoded));
  }

  /** The JDK's client does not let a test choose the Host header. */
  private String raw(String request) throws IOException {
    URI url = URI.create(server.api.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort());
        InputStream in = socket.getInputStream()) {
      byte[] bytes =
          (request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(bytes);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
