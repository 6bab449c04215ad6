package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.PredictionChoice;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.tensor.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KilnJobsTest {
  private final TestingServer server = TestingServer.stepped();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyFieldReachesTheRequest() throws Exception {
    server.generator.allow(100);
    Answer answer =
        server.post(
            "/kiln/v1/txt2img",
            """
            {"prompt":"a cat","negative_prompt":"dog",
             "prompts":["1","2","3","4","5","6"],"negative_prompts":["a","b","c","d","e","f"],
             "disable_extra_networks":true,"model":"other","vae":"kl-f8","prediction":"V",
             "seed":9007199254740993,
             "subseed":2,"subseed_strength":0.5,"seed_resize_width":128,"seed_resize_height":64,
             "sampler":"Euler","scheduler":"karras","steps":3,"cfg_scale":5,
             "width":64,"height":96,"batch_size":2,"batch_count":3,"clip_skip":2,
             "emphasis":"Ignore","pad_conditions":true,"guidance":"regions","attention":"sdp",
             "operators":"v1 1a2b3c4d","eta":0.5,"s_churn":1,
             "s_tmin":2,"s_tmax":3,"s_noise":4,"sigma_min":5,"sigma_max":6,"rho":7,
             "discard_penultimate":true,"sgm_noise":true,"seed_delta":8,
             "plugins":{"notes":{"text":"x"}}}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.generator.requests)
        .containsExactly(
            GenerationRequest.of("a cat")
                .negativePrompt("dog")
                .with(RequestFields.PROMPTS, List.of("1", "2", "3", "4", "5", "6"))
                .with(RequestFields.NEGATIVE_PROMPTS, List.of("a", "b", "c", "d", "e", "f"))
                .with(RequestFields.DISABLE_EXTRA_NETWORKS, true)
                .model("other")
                .vae("kl-f8")
                .with(RequestFields.PREDICTION, PredictionChoice.V)
                .seed(9007199254740993L)
                .variation(2, 0.5)
                .with(RequestFields.SEED_RESIZE_WIDTH, 128)
                .with(RequestFields.SEED_RESIZE_HEIGHT, 64)
                .sampler("Euler")
                .scheduler("karras")
                .steps(3)
                .cfgScale(5)
                .size(64, 96)
                .batch(2, 3)
                .clipSkip(2)
                .emphasis(EmphasisMode.IGNORE)
                .padConditions(true)
                .guidance("regions")
                .attention("sdp")
                .with(RequestFields.OPERATORS, "v1 1a2b3c4d")
                .with(NoiseFields.ETA, OptionalDouble.of(0.5))
                .with(NoiseFields.S_CHURN, 1.0)
                .with(NoiseFields.S_TMIN, 2.0)
                .with(NoiseFields.S_TMAX, 3.0)
                .with(NoiseFields.S_NOISE, 4.0)
                .with(NoiseFields.SIGMA_MIN, 5.0)
                .with(NoiseFields.SIGMA_MAX, 6.0)
                .with(NoiseFields.RHO, 7.0)
                .with(NoiseFields.DISCARD_PENULTIMATE, true)
                .with(NoiseFields.SGM_NOISE, true)
                .with(NoiseFields.SEED_DELTA, 8L)
                .plugin("notes", Map.of("text", "x"))
                .build());
  }

  @Test
  void theRequestInTheAnswerCanBeSentAgain() throws Exception {
    server.generator.allow(100);
    Answer first = server.post("/kiln/v1/txt2img", "{\"prompt\":\"a cat\",\"steps\":2,\"eta\":1}");
    Answer second = server.post("/kiln/v1/txt2img", first.json().get("request").toString());

    assertThat(second.status()).isEqualTo(200);
    assertThat(server.generator.requests.get(1)).isEqualTo(server.generator.requests.get(0));
  }

  @Test
  void theAnswerHasThePicturesAndWhatIsKnownOfThem() throws Exception {
    server.generator.allow(100);
    Answer answer = server.post("/kiln/v1/txt2img", "{\"id\":\"mine\",\"seed\":7,\"steps\":2}");

    assertThat(answer.json().get("id").asText()).isEqualTo("mine");
    assertThat(answer.json().get("state").asText()).isEqualTo("done");
    assertThat(answer.json().at("/model/hash").asText()).isEqualTo("0123456789");
    JsonNode image = answer.json().at("/images/0");
    assertThat(image.get("seed").asInt()).isEqualTo(7);
    assertThat(image.get("width").asInt()).isEqualTo(64);
    byte[] png = Base64.getDecoder().decode(answer.json().at("/png/0").asText());
    assertThat(PngImage.parameters("answer", png)).contains(image.get("infotext").asText());
    Answer fetched = server.get(image.get("url").asText());
    assertThat(fetched.raw().headers().firstValue("Content-Type")).contains("image/png");
    assertThat(fetched.raw().body()).isEqualTo(png);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"sampler_name":"Euler"}      | unknown field "sampler_name"; nearest: sampler, sgm_noise, batch_size
          {"Prompt":"x"}                | unknown field "Prompt"; nearest: prompt, prompts, model
          {"plugins":{"notes":3}}       | plugins.notes is 3; expected an object without nulls
          {"plugins":{"notes":{"a":null}}} | plugins.notes is {a=null}; expected an object without nulls
          {"emphasis":"strong"}         | emphasis is "strong"; it must be one of: None, Ignore, Original, No norm
          """)
  void whatIsNotUnderstoodIs422(String body, String detail) throws Exception {
    for (String route : List.of("/kiln/v1/txt2img", "/kiln/v1/jobs")) {
      Answer answer = server.post(route, body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().get("error").asText()).isEqualTo("BadRequest");
      assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    }
  }

  @Test
  void aFailureOfAPluginSaysWhichOne() throws Exception {
    server.generator.onWork(
        request -> {
          throw new PluginProblem("plugin 'notes' failed in denoise at step 2 of 20: why");
        });
    Answer answer = server.post("/kiln/v1/txt2img", "{}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"error\":\"PluginProblem\",\"detail\":\"plugin 'notes' failed in denoise at step 2"
                + " of 20: why\",\"body\":\"\",\"errors\":\"\"}");
  }

  @Test
  void aFaultOfTheHostShowsNoStackTrace() throws Exception {
    server.generator.onWork(
        request -> {
          throw new IllegalStateException("lost");
        });
    Answer answer = server.post("/kiln/v1/txt2img", "{}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo(
            "this is a fault of Kiln (java.lang.IllegalStateException: lost); the log of the server"
                + " says more");
  }

  @Test
  void aFullQueueIs429AndSaysWhenToComeAgain() throws Exception {
    for (String id : List.of("a", "b", "c")) {
      assertThat(server.post("/kiln/v1/jobs", "{\"id\":\"" + id + "\"}").status()).isEqualTo(202);
      server.awaitRunning("a");
    }
    Answer answer = server.post("/sdapi/v1/txt2img", "{}");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.raw().headers().firstValue("Retry-After")).contains("5");
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"error\":\"QueueFull\",\"detail\":\"the queue is full: 2 jobs wait; try again when"
                + " one is finished\",\"body\":\"\",\"errors\":\"\"}");
  }

  @Test
  void aJobCanBeFollowedAndItsPictureFetched() throws Exception {
    Answer put = server.post("/kiln/v1/jobs", "{\"id\":\"job\",\"steps\":2}");
    assertThat(put.status()).isEqualTo(202);
    server.awaitRunning("job");
    assertThat(server.get("/kiln/v1/jobs/job").json().get("state").asText()).isEqualTo("running");
    Answer early = server.get("/kiln/v1/jobs/job/images/0");
    assertThat(early.status()).isEqualTo(404);
    assertThat(early.json().get("detail").asText()).isEqualTo("job \"job\" has no picture 0");

    server.generator.allow(2);
    server.jobs.find("job").orElseThrow().result().get(30, TimeUnit.SECONDS);
    JsonNode done = server.get("/kiln/v1/jobs/job").json();
    assertThat(done.get("state").asText()).isEqualTo("done");
    assertThat(done.get("progress").asDouble()).isEqualTo(1);
    assertThat(server.get(done.at("/images/0/url").asText()).status()).isEqualTo(200);
    assertThat(server.get("/kiln/v1/jobs/job/images/x").status()).isEqualTo(404);
  }

  @Test
  void picturesThatPluginsGaveOutAreListedAndFetched() throws Exception {
    Picture white = Picture.black(2, 3);
    white.set(1, 2, 255, 255, 255);
    server.generator.pictures = new LinkedHashMap<>();
    server.generator.pictures.put("unit 1", Picture.black(4, 1));
    server.generator.pictures.put("edges", white);
    server.generator.allow(2);
    JsonNode done = server.post("/kiln/v1/txt2img", "{\"id\":\"job\",\"steps\":2}").json();

    assertThat(done.get("pictures"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"unit 1","url":"/kiln/v1/jobs/job/pictures/0","width":4,"height":1},
                 {"name":"edges","url":"/kiln/v1/jobs/job/pictures/1","width":2,"height":3}]
                """));
    assertThat(done.get("images")).hasSize(1);
    Answer edges = server.get("/kiln/v1/jobs/job/pictures/1");
    assertThat(edges.raw().headers().firstValue("Content-Type")).contains("image/png");
    BufferedImage shown = ImageIO.read(new ByteArrayInputStream(edges.raw().body()));
    assertThat(shown.getRGB(1, 2)).isEqualTo(0xffffffff);
    assertThat(shown.getRGB(0, 2)).isEqualTo(0xff000000);
    assertThat(done.at("/pictures_png/1").asText())
        .isEqualTo(Base64.getEncoder().encodeToString(edges.raw().body()));
    Answer none = server.get("/kiln/v1/jobs/job/pictures/2");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().get("detail").asText()).isEqualTo("job \"job\" has no picture 2");
  }

  @Test
  void aJobThatIsNotThereIs404() throws Exception {
    for (String path : List.of("", "/images/0", "/events")) {
      Answer answer = server.get("/kiln/v1/jobs/gone" + path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().get("detail").asText())
          .isEqualTo("there is no job \"gone\"; only the last finished ones are kept");
    }
  }

  @Test
  void aDeletedJobIsCancelledAndItsClientIsTold() throws Exception {
    CompletableFuture<Answer> waiting =
        server.postLater("/kiln/v1/txt2img", "{\"id\":\"job\",\"steps\":9}");
    server.awaitRunning("job");
    assertThat(server.delete("/kiln/v1/jobs/job").status()).isEqualTo(200);

    Answer answer = waiting.get(30, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"error\":\"Interrupted\",\"detail\":\"the generation was stopped before a picture was"
                + " finished\",\"body\":\"\",\"errors\":\"\"}");
    assertThat(server.get("/kiln/v1/jobs/job").json().get("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void anInterruptedJobIsDone() throws Exception {
    server.generator.allow(1);
    server.post("/kiln/v1/jobs", "{\"id\":\"job\",\"steps\":9}");
    server.awaitRunning("job");
    server.delete("/kiln/v1/jobs/job?interrupt=true");
    events("job", event -> {});
    assertThat(server.get("/kiln/v1/jobs/job").json().get("state").asText()).isEqualTo("done");
  }

  @Test
  void jobsAreListedUntilTheyAreForgotten() throws Exception {
    server.generator.allow(2);
    server.post("/kiln/v1/txt2img", "{\"id\":\"old\",\"steps\":2}");
    server.post("/kiln/v1/jobs", "{\"id\":\"now\",\"steps\":4}");
    server.post("/kiln/v1/jobs", "{\"id\":\"next\"}");
    server.awaitRunning("now");
    server.generator.allow(1);

    JsonNode list = server.get("/kiln/v1/jobs").json();
    assertThat(list.findValuesAsText("id")).containsExactly("now", "next", "old");
    assertThat(list.findValuesAsText("state")).containsExactly("running", "queued", "done");
    assertThat(list.at("/2/images").asInt()).isEqualTo(1);
    JsonNode next = server.get("/kiln/v1/jobs/next").json();
    assertThat(next.get("ahead").asInt()).isEqualTo(1);
    assertThat(next.get("eta").isNull()).isTrue();
    assertThat(Instant.parse(next.get("asked").asText())).isBefore(Instant.now());

    assertThat(server.delete("/kiln/v1/jobs/now?forget=true").status()).isEqualTo(409);
    assertThat(server.delete("/kiln/v1/jobs/old?forget=true").status()).isEqualTo(204);
    assertThat(server.get("/kiln/v1/jobs/old").status()).isEqualTo(404);
    assertThat(server.get("/kiln/v1/jobs").json().findValuesAsText("id"))
        .containsExactly("now", "next");
  }

  @Test
  void aRunningJobSaysHowLongItWillTake() throws Exception {
    server.post("/kiln/v1/jobs", "{\"id\":\"job\",\"steps\":2}");
    List<JsonNode> etas = new ArrayList<>();
    events(
        "job",
        event -> {
          etas.add(event.at("/data/eta"));
          server.generator.allow(1);
        });
    assertThat(etas).anyMatch(eta -> eta.isNumber() && eta.asDouble() > 0);
  }

  @Test
  void aJobThatFailedSaysWhy() throws Exception {
    server.generator.onWork(
        request -> {
          throw new BadRequest("unknown scheduler \"x\"; nearest: Beta");
        });
    server.post("/kiln/v1/jobs", "{\"id\":\"job\"}");
    List<JsonNode> events = events("job", event -> {});

    assertThat(events.get(events.size() - 1).get("event").asText()).isEqualTo("failed");
    assertThat(events.get(events.size() - 1).at("/data/detail").asText())
        .isEqualTo("unknown scheduler \"x\"; nearest: Beta");
    assertThat(events.get(events.size() - 1).at("/data/error").asText()).isEqualTo("BadRequest");
  }

  @Test
  void eventsTellTheProgressInOrderAndThenTheEnd() throws Exception {
    server.post("/kiln/v1/jobs", "{\"id\":\"job\",\"steps\":5,\"batch_count\":2}");
    List<JsonNode> events = events("job", event -> server.generator.allow(1));

    List<JsonNode> progress = events.subList(0, events.size() - 1);
    assertThat(progress).allMatch(event -> event.get("event").asText().equals("progress"));
    assertThat(progress.stream().map(event -> event.at("/data/progress").asDouble())).isSorted();
    assertThat(progress.stream().map(event -> event.at("/data/batch").asInt())).contains(0, 1);
    assertThat(progress.stream().map(event -> event.at("/data/preview").asText("")))
        .anyMatch(preview -> preview.startsWith("data:image/png;base64,"));
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.get("event").asText()).isEqualTo("done");
    assertThat(last.at("/data/images")).hasSize(2);
  }

  @Test
  void listenersAreBounded() throws Exception {
    server.post("/kiln/v1/jobs", "{\"id\":\"job\",\"steps\":2}");
    HttpRequest listen = server.request("/kiln/v1/jobs/job/events").build();
    List<HttpResponse<Stream<String>>> listeners = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      listeners.add(server.client().send(listen, BodyHandlers.ofLines()));
    }
    Answer refused = server.get("/kiln/v1/jobs/job/events");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.raw().headers().firstValue("Retry-After")).contains("5");
    assertThat(refused.json().get("detail").asText())
        .isEqualTo("64 listeners follow jobs already; ask for the job's state instead");

    server.generator.allow(2);
    listeners.forEach(listener -> assertThat(listener.body()).contains("event: done"));
  }

  /** All events of a job; after each one something is done. */
  private List<JsonNode> events(String job, Consumer<JsonNode> after) throws Exception {
    HttpResponse<Stream<String>> response =
        server
            .client()
            .send(
                server.request("/kiln/v1/jobs/" + job + "/events").build(), BodyHandlers.ofLines());
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    List<JsonNode> events = new ArrayList<>();
    for (Iterator<String> lines = response.body().iterator(); lines.hasNext(); ) {
      String line = lines.next();
      if (line.startsWith(":") || line.isEmpty()) {
        continue;
      }
      String name = line.substring("event: ".length());
      String data = lines.next().substring("data: ".length());
      assertThat(lines.next()).isEmpty();
      events.add(server.parse("{\"event\":\"" + name + "\",\"data\":" + data + "}"));
      after.accept(events.get(events.size() - 1));
    }
    return events;
  }
}
