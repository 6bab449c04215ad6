package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.ErrorFormIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Generations;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors below a path for which a plugin declares a form. */
class ErrorFormsTest {
  private static final Contribution<RouteIndex> ROUTE =
      TestingSite.route("mimic", "POST", "/v1/draw", "Draw");

  private TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  private static Contribution<ErrorFormIndex> form(String path, String request) {
    return new Contribution<>(
        "mimic", new ErrorFormIndex(path, request, "{\"server\": \"{detail}\"}", 400));
  }

  private void serve(TestingSite.Answer answer) {
    server.site.errorForms =
        List.of(
            form(
                "/v1",
                "{\"error\": {\"message\": \"{detail}\", \"code\": \"{error}\", \"n\": [null, 1]}}"));
    server.site.serve(Map.of(ROUTE, answer));
  }

  private static String request(String message, String code) {
    return "{\"error\":{\"message\":\"%s\",\"code\":\"%s\",\"n\":[null,1]}}"
        .formatted(message, code);
  }

  private void demand(Answer answer, int status, String body) {
    assertThat(new String(answer.raw().body(), UTF_8)).isEqualTo(body);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void whatAPluginRefusesHasItsFormAndItsStatus() throws Exception {
    serve(
        call -> {
          throw new BadRequest("say \"what\" in {error}");
        });
    demand(
        server.post("/v1/draw", "{}"), 400, request("say \\\"what\\\" in {error}", "BadRequest"));
  }

  @Test
  void whatTheHostRefusesHasItToo() throws Exception {
    serve(call -> ApiResponse.ok(call.body()));
    demand(server.get("/v1/nothing"), 404, request("Not Found", "HTTPException"));
    demand(server.get("/v1/draw"), 405, request("Method Not Allowed", "HTTPException"));
    demand(
        server.send(
            server
                .request("/v1/draw")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}"))),
        415,
        request(
            "the body is compressed, as Content-Encoding says; send it as it is", "HTTPException"));
    demand(
        server.post("/v1/draw", "[1]"),
        400,
        request("POST /v1/draw needs a JSON object as its body", "BadRequest"));
    Answer foreign =
        server.send(server.request("/v1/draw").header("Origin", "http://evil.example"));
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.json().at("/error/message").asText()).contains("evil.example");
  }

  @Test
  void wrongCredentialsAreToldInIt() throws Exception {
    server.close();
    server = TestingServer.with(TestingServer.keyed("one"));
    serve(call -> ApiResponse.ok(1));
    demand(
        server.post("/v1/draw", "{}"),
        401,
        request(
            "the API key is missing or wrong; send it as \\\"Authorization: Bearer KEY\\\"",
            "HTTPException"));
  }

  @Test
  void failuresAreTheServers() throws Exception {
    serve(
        call -> {
          throw new IllegalStateException("broken");
        });
    Answer answer = server.post("/v1/draw", "{}");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().get("server").asText()).startsWith("plugin 'mimic' failed");
  }

  @Test
  void aFullQueueAndAStoppedJobAreToldAsToOtherRequests() throws Exception {
    serve(
        call -> {
          throw new Generations.Busy("full", new OutOfResources("full"));
        });
    demand(server.post("/v1/draw", "{}"), 503, "{\"server\":\"full\"}");
    serve(
        call -> {
          throw new CancellationException("stopped");
        });
    assertThat(server.post("/v1/draw", "{}").status()).isEqualTo(409);
  }

  @Test
  void aStreamThatFailsTellsItInItsLastEvent() throws Exception {
    serve(
        call ->
            new ApiResponse.Events(
                listener -> {
                  throw new BadRequest("too large");
                }));
    Answer answer = server.post("/v1/draw", "{}");
    assertThat(new String(answer.raw().body(), UTF_8))
        .contains("event: error\ndata: " + request("too large", "BadRequest") + "\n\n");
  }

  @Test
  void otherPathsKeepTheHostsForm() throws Exception {
    serve(call -> ApiResponse.ok(1));
    demand(server.get("/v11/nothing"), 404, "{\"detail\":\"Not Found\"}");
    demand(server.get("/v1"), 404, "{\"detail\":\"Not Found\"}");
  }

  @Test
  void theHostsOwnRoutesAndBrokenFormsAreLeftAlone() throws Exception {
    server.site.errorForms = List.of(form("/sdapi", "{\"mine\": 1}"), form("/v1", "{broken"));
    server.site.serve(Map.of(ROUTE, call -> ApiResponse.ok(1)));
    demand(server.get("/sdapi/v1/nothing"), 404, "{\"detail\":\"Not Found\"}");
    demand(server.get("/v1/nothing"), 404, "{\"detail\":\"Not Found\"}");
  }
}
