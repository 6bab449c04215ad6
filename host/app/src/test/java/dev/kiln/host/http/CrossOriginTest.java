package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Named hosts and named origins, as a browser or a proxy sends them. */
class CrossOriginTest {
  private final TestingServer server =
      TestingServer.with(
          TestingServer.listening(
              new Access(
                  List.of("host.docker.internal", "Kiln.example:8443", "fe80::1"),
                  List.of("https://draw.example", "http://Tools.example:3000"),
                  Pattern.compile("https://.*[.]studio[.]example"),
                  List.of("me:word"),
                  List.of())));

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "host.docker.internal, 401",
    "host.docker.internal:7860, 401",
    "HOST.docker.internal:1, 401",
    "kiln.example:8443, 401",
    "kiln.example, 403",
    "kiln.example:80, 403",
    "[fe80::1]:7860, 401",
    "evil.example, 403",
    "host.docker.internal.evil.example, 403"
  })
  void namedHostsAreAnswered(String host, int status) throws IOException {
    assertThat(raw("GET /internal/ping", "Host: " + host)).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @CsvSource({
    // a reverse proxy that hands on the name
    "kiln.example:8443, https://kiln.example:8443, 401",
    // one that writes its own
    "127.0.0.1:7860, https://kiln.example:8443, 401",
    "127.0.0.1:7860, https://kiln.example, 403",
    "127.0.0.1:7860, https://evil.example, 403",
    "127.0.0.1:7860, https://evil.example:8443, 403",
    "127.0.0.1:7860, null, 403"
  })
  void theServersPageIsTheOneOfANamedHost(String host, String origin, int status)
      throws IOException {
    String answer = raw("POST /sdapi/v1/interrupt", "Host: " + host, "Origin: " + origin);
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .doesNotContain("Access-Control-Allow-Origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://draw.example",
        "http://tools.example:3000",
        "https://a.studio.example",
        "https://a.b.studio.example"
      })
  void aNamedOriginSeesTheAnswer(String origin) throws IOException {
    String answer =
        raw(
            "GET /internal/ping",
            "Host: localhost",
            "Origin: " + origin,
            "Authorization: Basic bWU6d29yZA==");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Access-Control-Allow-Origin: " + origin + "\r\n")
        .contains("Access-Control-Allow-Credentials: true\r\n")
        .contains("Vary: Origin\r\n");
    assertThat(raw("GET /none", "Host: localhost", "Origin: " + origin))
        .as("an error is seen too")
        .startsWith("HTTP/1.1 401 ")
        .contains("Access-Control-Allow-Origin: " + origin + "\r\n");
  }

  @Test
  void aPageMayAskBeforehandWithoutCredentials() throws IOException {
    String answer =
        raw(
            "OPTIONS /sdapi/v1/txt2img",
            "Host: localhost",
            "Origin: https://draw.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: content-type,authorization");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Access-Control-Allow-Origin: https://draw.example\r\n")
        .contains("Access-Control-Allow-Headers: content-type,authorization\r\n")
        .contains("Access-Control-Allow-Methods: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n")
        .doesNotContain("WWW-Authenticate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://draw.example",
        "https://draw.example:444",
        "https://draw.example.evil.example",
        "https://studio.example.evil",
        "null"
      })
  void anyOtherOriginIsRefusedBeforehandToo(String origin) throws IOException {
    String answer =
        raw(
            "OPTIONS /sdapi/v1/txt2img",
            "Host: localhost",
            "Origin: " + origin,
            "Access-Control-Request-Method: POST");
    assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("Access-Control-Allow-Origin");
  }

  @Test
  void aStarIsEveryOrigin() throws IOException {
    Access all = new Access(List.of(), List.of("*"), null, List.of(), List.of());
    try (TestingServer open = TestingServer.with(TestingServer.listening(all))) {
      assertThat(raw(open, "GET /internal/ping", "Host: localhost", "Origin: https://any.example"))
          .startsWith("HTTP/1.1 200 ")
          .contains("Access-Control-Allow-Origin: https://any.example\r\n");
      assertThat(raw(open, "GET /internal/ping", "Host: evil.example"))
          .as("the name of the server is another matter")
          .startsWith("HTTP/1.1 403 ");
    }
  }

  private String raw(String request, String... headers) throws IOException {
    return raw(server, request, headers);
  }

  /** The JDK's client does not let a test choose Host and Origin. */
  private static String raw(TestingServer to, String request, String... headers)
      throws IOException {
    URI url = URI.create(to.api.url());
    String all = request + " HTTP/1.1\r\n" + String.join("\r\n", headers);
    try (Socket socket = new Socket(url.getHost(), url.getPort());
        InputStream in = socket.getInputStream()) {
      socket
          .getOutputStream()
          .write(
              (all + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
