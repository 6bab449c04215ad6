package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.spi.host.ApiResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever has no password gets nothing, whichever route it is and whosever. */
class CredentialsTest {
  private final TestingServer server = TestingServer.with(TestingServer.local("me:päss:word"));

  @AfterEach
  void stop() {
    server.close();
  }

  /** As "GET /path": the server's, those of missing features, a plugin's, and some unknown ones. */
  private List<String> routes() {
    server.site.serve(
        Map.of(
            TestingSite.route("notes", "GET", "/kiln/v1/notes/{id}", "A note"),
            call -> ApiResponse.ok(Map.of())));
    return Stream.of(
            server.api.routes().stream(),
            MissingFeatures.routes().stream().map(it -> it.method() + " " + it.path()),
            Stream.of("GET /kiln/v1/notes/{id}", "GET /nothing", "PUT /", "HEAD /", "OPTIONS /"))
        .flatMap(routes -> routes)
        .toList();
  }

  @Test
  void everyRouteAsksForThem() throws Exception {
    List<String> open = new ArrayList<>();
    List<String> shut = new ArrayList<>();
    for (String route : routes()) {
      if (send(route, "").status() != 401 || send(route, "me:wrong").status() != 401) {
        open.add(route);
      }
      // The events of all jobs never end.
      boolean endless = route.equals("GET /kiln/v1/events");
      if (!endless && send(route, "me:päss:word").status() == 401) {
        shut.add(route);
      }
    }
    assertThat(open).isEmpty();
    assertThat(shut).isEmpty();
    assertThat(server.generator.requests).as("those with the password").hasSizeBetween(2, 3);
  }

  @Test
  void theRefusalIsWebuisWords() throws Exception {
    Answer without = send("GET /", "");
    assertThat(without.json().toString())
        .isEqualTo("{\"detail\":\"Incorrect username or password\"}");
    assertThat(without.raw().headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"Kiln\", charset=\"UTF-8\"");
  }

  private Answer send(String route, String credentials) throws Exception {
    String[] parts = route.split(" ");
    HttpRequest.Builder request =
        server
            .request(parts[1].replaceAll("\\{[^}]*}", "x"))
            .method(
                parts[0],
                parts[0].equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
    if (!credentials.isEmpty()) {
      byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return server.send(request);
  }
}
