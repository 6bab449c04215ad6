package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies of 60 MB, several at once, sent to a server in a process with a small heap. */
class LargeBodiesTest {
  private static final int BODIES = 6;

  /** Of the server: a quarter of a machine of 4 GB. */
  private static final String HEAP = "-Xmx1g";

  /** Letters of base64, which are sent again and again. */
  private static final byte[] PIECE = Base64.getEncoder().encode(new byte[3 << 16]);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process server;
  private BufferedReader said;
  private String address;

  @BeforeEach
  void start() throws IOException {
    server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Server.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    said = server.inputReader(StandardCharsets.UTF_8);
    address = said.lines().filter(line -> line.startsWith("http:")).findFirst().orElseThrow();
  }

  @AfterEach
  void stop() {
    server.destroyForcibly();
  }

  @Test
  void severalAtOnceStayWithinTheHeap() throws Exception {
    // One is drawn, one waits, and the others are refused: together they would take too much.
    List<CompletableFuture<HttpResponse<String>>> held = sent(BODIES);
    await(() -> held.stream().filter(CompletableFuture::isDone).count() == BODIES - 2);
    await(() -> jobs() == 2);
    assertThat(answers(sent(1)))
        .singleElement()
        .satisfies(it -> assertThat(it.body()).contains("the queue is full: what waits asks for"));
    release();
    List<HttpResponse<String>> answers = answers(held);
    assertThat(answers.stream().filter(it -> it.statusCode() == 200)).hasSize(2);
    assertThat(answers.stream().filter(it -> it.statusCode() != 200))
        .allSatisfy(LargeBodiesTest::isRefused);

    // Nothing of them is kept: now each is drawn at once.
    List<HttpResponse<String>> later = answers(sent(BODIES));
    assertThat(later.stream().filter(it -> it.statusCode() == 200)).isNotEmpty();
    assertThat(later.stream().filter(it -> it.statusCode() != 200))
        .allSatisfy(LargeBodiesTest::isRefused);
    assertThat(server.isAlive()).isTrue();
  }

  private List<CompletableFuture<HttpResponse<String>>> sent(int count) {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/sdapi/v1/img2img")).POST(body()).build();
      all.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    return all;
  }

  private static BodyPublisher body() {
    byte[] begin =
        "{\"steps\":1,\"init_images\":[\"data:image/png;base64,".getBytes(StandardCharsets.UTF_8);
    byte[] end = "\"]}".getBytes(StandardCharsets.UTF_8);
    List<byte[]> pieces = Collections.nCopies((60 << 20) / PIECE.length, PIECE);
    return BodyPublishers.ofByteArrays(
        Stream.of(List.of(begin), pieces, List.of(end)).flatMap(List::stream).toList());
  }

  private int jobs() throws Exception {
    HttpRequest list = HttpRequest.newBuilder(URI.create(address + "/kiln/v1/jobs")).build();
    return new ObjectMapper().readTree(client.send(list, BodyHandlers.ofString()).body()).size();
  }

  private static void await(Callable<Boolean> holds) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void release() throws IOException {
    server.getOutputStream().write('\n');
    server.getOutputStream().flush();
  }

  private static List<HttpResponse<String>> answers(
      List<CompletableFuture<HttpResponse<String>>> sent) throws Exception {
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> one : sent) {
      answers.add(one.get(60, TimeUnit.SECONDS));
    }
    return answers;
  }

  /** Not for want of memory, and on a slow machine also because others are read. */
  private static void isRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(429);
    try {
      assertThat(new ObjectMapper().readTree(answer.body()).get("detail").asText())
          .matches("the queue is full: what .*|too many large bodies are being read; .*");
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  /** Draws when it is told to. */
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws IOException {
      TestingServer server = TestingServer.stepped();
      // It would keep all that it was asked for.
      server.generator.onWork(request -> server.generator.requests.clear());
      System.out.println(server.api.url());
      if (System.in.read() == '\n') {
        server.generator.allow(1000);
      }
    }
  }
}
