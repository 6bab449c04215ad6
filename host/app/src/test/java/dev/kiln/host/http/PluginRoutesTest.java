package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PluginRoutesTest {
  private static final Contribution<RouteIndex> ECHO =
      TestingSite.route("notes", "POST", "/kiln/v1/notes/{name}", "Keep a note");
  private static final Contribution<RouteIndex> LIST =
      TestingSite.route("notes", "GET", "/kiln/v1/notes", "All notes");

  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRouteSeesItsPartsQueryAndBody() throws Exception {
    server.site.serve(
        Map.of(
            ECHO,
            call ->
                new ApiResponse.Json(
                    201,
                    Map.of(
                        "route", call.method() + " " + call.route(),
                        "name", call.pathValue("name"),
                        "tag", call.query("tag").orElse("none"),
                        "body", call.body()))));
    Answer answer = server.post("/kiln/v1/notes/a%20b?tag=x", "{\"text\":[1,null]}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json())
        .isEqualTo(
            server.parse(
                """
                {"route":"POST /kiln/v1/notes/{name}","name":"a b","tag":"x",
                 "body":{"text":[1,null]}}
                """));
  }

  @Test
  void bodiesAndAnswersAreWhateverJsonTheyAre() throws Exception {
    server.site.serve(Map.of(ECHO, call -> ApiResponse.ok(call.json())));

    for (String json : List.of("[1,[],{\"a\":null}]", "{\"a\":1}", "\"text\"", "2.5", "true")) {
      Answer answer = server.post("/kiln/v1/notes/x", json);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.raw().body(), UTF_8)).isEqualTo(json);
    }
    for (String none : List.of("", "null", "[1,", "text")) {
      Answer refusal = server.post("/kiln/v1/notes/x", none);
      assertThat(refusal.status()).isEqualTo(422);
      assertThat(refusal.json().get("detail").asText())
          .isEqualTo("POST /kiln/v1/notes/{name} needs JSON as its body");
    }
  }

  @Test
  void nothingIsAnsweredAsNull() throws Exception {
    server.site.serve(Map.of(LIST, call -> ApiResponse.ok(null)));

    Answer answer = server.get("/kiln/v1/notes");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().headers().firstValue("Content-Type")).contains("application/json");
    assertThat(new String(answer.raw().body(), UTF_8)).isEqualTo("null");
  }

  @Test
  void aRouteIsThereAsLongAsItsPlugin() throws Exception {
    assertThat(server.get("/kiln/v1/notes").status()).isEqualTo(404);
    server.site.serve(Map.of(LIST, call -> ApiResponse.ok(Map.of("notes", List.of()))));
    assertThat(server.get("/kiln/v1/notes").status()).isEqualTo(200);
    assertThat(server.post("/kiln/v1/notes", "{}").status()).isEqualTo(405);
    assertThat(server.delete("/kiln/v1/notes").status()).isEqualTo(405);
    server.site.serve(Map.of());
    assertThat(server.get("/kiln/v1/notes").json().toString())
        .isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  void errorsOfARouteSayWhoseTheyAre() throws Exception {
    server.site.serve(
        Map.of(
            LIST,
            call -> {
              throw new IllegalStateException("lost");
            },
            ECHO,
            call -> {
              call.body();
              throw new BadRequest("a note has no text; add one");
            }));

    Answer failure = server.get("/kiln/v1/notes");
    assertThat(failure.status()).isEqualTo(500);
    assertThat(failure.json().get("detail").asText())
        .isEqualTo(
            "plugin 'notes' failed in GET /kiln/v1/notes: java.lang.IllegalStateException: lost");
    Answer refusal = server.post("/kiln/v1/notes/x", "{}");
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.json().get("detail").asText()).isEqualTo("a note has no text; add one");
    Answer noJson = server.post("/kiln/v1/notes/x", "text");
    assertThat(noJson.status()).isEqualTo(422);
    assertThat(noJson.json().get("detail").asText())
        .isEqualTo("POST /kiln/v1/notes/{name} needs a JSON object as its body");
  }

  @Test
  void aRouteThatTakesTooLongIsCutOffWhenTheServerStops() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    server.site.serve(
        Map.of(
            LIST,
            call -> {
              called.countDown();
              never.await();
              return ApiResponse.ok(Map.of());
            }));
    CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(this::notes);
    called.await();

    server.api.stop(Duration.ZERO);

    assertThat(waiting).failsWithin(Duration.ofSeconds(10));
    never.countDown();
  }

  @Test
  void aRouteOfTheHostCannotBeTaken() throws Exception {
    server.site.serve(
        Map.of(
            TestingSite.route("evil", "GET", "/kiln/v1/jobs/{name}", "Spy"),
            call -> ApiResponse.ok(Map.of("evil", true))));

    assertThat(server.get("/kiln/v1/jobs/x").status()).isEqualTo(404);
    assertThat(server.get("/openapi.json").json().toString()).doesNotContain("Spy");
    assertThat(server.api.routes()).contains("GET /kiln/v1/jobs/{id}", "POST /sdapi/v1/txt2img");
  }

  @Test
  void routesComeAndGoUnderLoadWithoutAnyOtherAnswer() throws Exception {
    AtomicBoolean changing = new AtomicBoolean(true);
    List<CompletableFuture<List<Integer>>> clients =
        IntStream.range(0, 2)
            .mapToObj(client -> CompletableFuture.supplyAsync(() -> ask(changing)))
            .toList();
    for (int i = 0; i < 5_000; i++) {
      server.site.serve(Map.of(LIST, call -> ApiResponse.ok(Map.of())));
      server.site.serve(Map.of());
    }
    server.site.serve(Map.of(LIST, call -> ApiResponse.ok(Map.of())));
    assertThat(server.get("/kiln/v1/notes").status()).isEqualTo(200);
    changing.set(false);

    for (CompletableFuture<List<Integer>> client : clients) {
      assertThat(client.get()).isNotEmpty().isSubsetOf(200, 404);
    }
  }

  @Test
  void theReportHasTheOptionsOfEachPlugin() throws Exception {
    var field =
        TestingSite.field("scale", "Scale", "double", 2.0, 0, Double.POSITIVE_INFINITY, List.of());
    server.site.options = List.of(TestingSite.options("notes", List.of(), List.of(field)));

    assertThat(server.get("/kiln/v1/plugins").json().get("options"))
        .isEqualTo(
            server.parse(
                """
                [{"plugin":"notes","presets":[],
                 "fields":[{"name":"scale","label":"Scale","help":"","type":"double",
                  "defaultValue":2.0,"min":0.0,"max":null,"step":null,"choices":[],"exact":null}]}]
                """));
  }

  @Test
  void panelsAreListed() throws Exception {
    server.site.panels =
        List.of(
            new PanelView("notes", "Notes", "<p>hello</p>", ""),
            new PanelView("notes", "More", "", "export default () => 'é';"));

    assertThat(server.get("/kiln/v1/panels/notes/2").status()).isEqualTo(404);
    assertThat(server.get("/kiln/v1/panels").json())
        .isEqualTo(
            server.parse(
                """
                [{"plugin":"notes","title":"Notes","html":"<p>hello</p>","script":""},
                 {"plugin":"notes","title":"More","html":"","script":"/kiln/v1/panels/notes/2"}]
                """));
    Answer script = server.get("/kiln/v1/panels/notes/2");
    assertThat(script.raw().headers().firstValue("Content-Type"))
        .contains("text/javascript;charset=utf-8");
    assertThat(new String(script.raw().body(), UTF_8)).isEqualTo("export default () => 'é';");
    for (String none : List.of("notes/1", "notes/3", "other/1")) {
      Answer answer = server.get("/kiln/v1/panels/" + none);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().get("detail").asText())
          .isEqualTo("there is no script of a panel " + none);
    }
  }

  private List<Integer> ask(AtomicBoolean going) {
    List<Integer> answers = new ArrayList<>();
    while (going.get()) {
      answers.add(notes().status());
    }
    return answers;
  }

  private Answer notes() {
    try {
      return server.get("/kiln/v1/notes");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
