package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are meant to break the server, or that no client of HTTP would send. */
class HostileHttpTest {
  private static final String TXT2IMG = "/sdapi/v1/txt2img";

  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  private String answer(String request) throws IOException {
    try (RawHttp connection = new RawHttp(server)) {
      return connection.write(request).end().answer();
    }
  }

  /** More of them than the server has threads. */
  @Test
  void bodiesThatDoNotComeHoldNoThread() throws Exception {
    List<RawHttp> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        slow.add(new RawHttp(server));
        slow.get(i).write(RawHttp.head("POST " + TXT2IMG, "Content-Length: 200000") + "{");
      }
      assertThat(server.post(TXT2IMG, "{\"prompt\":\"a cat\"}").status()).isEqualTo(200);
    } finally {
      for (RawHttp connection : slow) {
        connection.close();
      }
    }
  }

  @Test
  void aBodyThatAnnouncesTooMuchIsRefusedBeforeItIsSent() throws Exception {
    String request =
        RawHttp.head("POST " + TXT2IMG, "Content-Length: 70000000", "Expect: 100-continue");
    try (RawHttp connection = new RawHttp(server)) {
      assertThat(connection.write(request).answer())
          .startsWith("HTTP/1.1 413 ")
          .contains("\r\nContent-Type: application/json\r\n")
          .doesNotContain("100 Continue")
          .endsWith(
              "{\"error\":\"HTTPException\",\"detail\":\"the body is larger than 64 MB; send"
                  + " less\",\"body\":\"\",\"errors\":\"\"}");
    }
    String small = RawHttp.head("POST " + TXT2IMG, "Content-Length: 2", "Expect: 100-continue");
    try (RawHttp connection = new RawHttp(server)) {
      assertThat(connection.write(small).read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(connection.write("{}").answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void valuesOfFieldsThatNobodyReadsAreNotHeld() throws Exception {
    String lists = "[" + "[],".repeat(200_000) + "0]";
    assertThat(server.post(TXT2IMG, "{\"x\":" + lists + ",\"prompt\":\"a\"}").status())
        .isEqualTo(200);
    Answer many = server.post(TXT2IMG, "{\"x\":[" + lists + "," + lists + "]}");
    assertThat(many.status()).isEqualTo(422);
    assertThat(many.json().at("/detail/0/msg").asText())
        .isEqualTo("more than 500000 values, 100 levels, or 1000 letters in a name or number");
    Answer deep = server.post(TXT2IMG, "{\"styles\":" + "[".repeat(101));
    assertThat(deep.json().at("/detail/0/msg")).isEqualTo(many.json().at("/detail/0/msg"));
  }

  @Test
  void anUnknownFieldOfKilnsOwnRouteIsRefusedBeforeItsValueIsRead() throws Exception {
    Answer answer = server.post("/kiln/v1/txt2img", "{\"stepz\":[,,,");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).startsWith("unknown field \"stepz\"; nearest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET                         | 400
          GET /internal/ping HTTP/9.9 | 505
          GET /%zz HTTP/1.1           | 400
          GET /%2e%2e/a%00 HTTP/1.1   | 400
          GET /a\\b HTTP/1.1          | 400
          {} /internal/ping HTTP/1.1  | 400
          """)
  void whatIsNoHttpIsToldInJson(String firstLine, int status) throws Exception {
    assertJson(answer(firstLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n"), status);
  }

  @Test
  void headersThatAreNoneOrTooManyAreToldInJson() throws Exception {
    assertJson(answer("GET / HTTP/1.1\r\nHost localhost\r\n\r\n"), 400);
    assertJson(answer("GET / HTTP/1.1\r\n\r\n"), 400);
    assertJson(answer(RawHttp.head("GET /", "X: " + "a".repeat(20_000))), 431);
    assertJson(answer(RawHttp.head("GET /" + "a".repeat(20_000))), 414);
    assertJson(answer(RawHttp.head("POST " + TXT2IMG, "Content-Length: -5")), 400);
    assertJson(
        answer(RawHttp.head("POST " + TXT2IMG, "Content-Length: 1", "Content-Length: 2")), 400);
  }

  private static void assertJson(String answer, int status) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
        .contains("\r\nX-Content-Type-Options: nosniff\r\n")
        .contains("\r\n\r\n{\"")
        .contains("\"detail\":\"");
  }

  @Test
  void aQueryThatIsNotEncodedRightlyIsNoFaultOfKiln() throws Exception {
    assertThat(answer(RawHttp.head("GET /sdapi/v1/progress?skip_current_image=%zz")))
        .startsWith("HTTP/1.1 422 ");
    assertThat(answer(RawHttp.head("GET /sdapi/v1/progress?other=%zz")))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aContentTypeThatIsNoneDoesNotMatter() throws Exception {
    for (String type : List.of("application/json; charset=nonsense", ";;;", "a/b/c", "\"")) {
      String request =
          RawHttp.head("POST " + TXT2IMG, "Content-Type: " + type, "Content-Length: 2");
      assertThat(answer(request + "{}")).as(type).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void headAnswersAsGetDoesWithoutTheBody() throws Exception {
    for (String route : server.api.routes()) {
      String path = route.replaceFirst("^GET ", "").replaceAll("\\{[^}]*}", "x");
      // The events of all jobs never end.
      if (path.startsWith("/") && !path.equals("/kiln/v1/events")) {
        Answer get = server.get(path);
        Answer head = server.send(server.request(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).as(path).isEqualTo(get.status());
        assertThat(head.raw().headers().allValues("content-type"))
            .as(path)
            .isEqualTo(get.raw().headers().allValues("content-type"));
        assertThat(head.raw().body()).as(path).isEmpty();
      }
    }
  }

  @Test
  void optionsAndAWrongMethodNameThoseThatAreAllowed() throws Exception {
    Answer options =
        server.send(server.request("/sdapi/v1/options").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.raw().headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, POST");
    Answer wrong = server.get(TXT2IMG);
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.raw().headers().firstValue("Allow")).contains("OPTIONS, POST");
  }

  @ParameterizedTest
  @CsvSource({"/, 200", "/sdapi/v1/samplers, 200", "/nothing, 404", "/kiln/v1/jobs/x, 404"})
  void everyAnswerTellsBrowsersWhatIsNotToBeDoneWithIt(String path, int status) throws Exception {
    Answer answer = server.get(path);
    assertThat(answer.status()).isEqualTo(status);
    Map<String, List<String>> headers = answer.raw().headers().map();
    assertThat(headers)
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("x-frame-options", List.of("DENY"))
        .containsEntry("referrer-policy", List.of("no-referrer"))
        .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
        .containsEntry("cross-origin-resource-policy", List.of("same-origin"));
    assertThat(headers.get("content-security-policy"))
        .singleElement()
        .asString()
        .startsWith("default-src 'none'")
        .contains("frame-ancestors 'none'");
  }

  /** Names of classes are nobody's to compare with. */
  @Test
  void errorsAreCalledByWordsThatStay() throws Exception {
    class Hidden extends PluginProblem {
      Hidden() {
        super("plugin 'x' failed", new IllegalStateException());
      }
    }
    assertFailure(new Hidden(), 500, "PluginProblem", "plugin 'x' failed");
    assertFailure(
        new ArithmeticException("x"),
        500,
        "InternalError",
        "this is a fault of Kiln (java.lang.ArithmeticException: x); the log of the server says"
            + " more");
    server.site.serve(
        Map.of(
            TestingSite.route("a", "GET", "/a/b", ""),
            call -> {
              throw new OutOfMemoryError();
            }));
    Answer answer = server.get("/a/b");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"error\":\"OutOfResources\",\"detail\":\"the Java heap is too small for this; ask for"
                + " less at once, or start Kiln with JAVA_TOOL_OPTIONS=-Xmx8g\",\"body\":\"\","
                + "\"errors\":\"\"}");
  }

  private void assertFailure(RuntimeException failure, int status, String error, String detail)
      throws Exception {
    server.generator.onWork(
        request -> {
          throw failure;
        });
    for (String path : List.of(TXT2IMG, "/kiln/v1/txt2img")) {
      Answer answer = server.post(path, "{}");
      assertThat(answer.status()).as(path).isEqualTo(status);
      assertThat(answer.json().get("error").asText()).isEqualTo(error);
      assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    }
  }

  @Test
  void headOfAPluginsRouteHasItsTypeAndLength() throws Exception {
    server.site.serve(
        Map.of(
            TestingSite.route("a", "GET", "/a/b", ""),
            call -> new ApiResponse.Bytes("image/png", new byte[100])));
    Answer head = server.send(server.request("/a/b").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.raw().headers().firstValue("Content-Type")).contains("image/png");
    assertThat(head.raw().body()).isEmpty();
  }
}
