package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The routes of webUI's own page, of which other programs use some. */
class WebuiInternalTest {
  private final TestingServer server = TestingServer.stepped();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUnknownTaskIsWaitedFor() throws Exception {
    assertThat(progress("{\"id_task\":\"task(x)\"}"))
        .isEqualTo(
            server.parse(
                """
                {"active":false,"queued":false,"completed":false,"progress":null,"eta":null,
                 "live_preview":null,"id_live_preview":-1,"textinfo":"Waiting..."}
                """));
  }

  @Test
  void aTaskIsFollowedByItsIdFromTheQueueToItsEnd() throws Exception {
    server.post("/kiln/v1/jobs", "{\"id\":\"a\",\"steps\":4}");
    server.awaitRunning("a");
    server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"b\",\"steps\":1}");
    while (server.jobs.waiting().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    JsonNode queued = progress("{\"id_task\":\"b\"}");
    assertThat(queued.get("queued").asBoolean()).isTrue();
    assertThat(queued.get("textinfo").asText()).isEqualTo("In queue: 1/1");
    assertThat(get("/internal/pending-tasks").toString())
        .isEqualTo("{\"size\":1,\"tasks\":[\"b\"]}");

    server.generator.allow(1);
    var job = server.jobs.find("a").orElseThrow();
    for (long seen = -1; job.snapshot().step() < 1; ) {
      seen = job.awaitChange(seen, Duration.ofSeconds(30));
    }
    JsonNode active = progress("{\"id_task\":\"a\"}");
    assertThat(active.get("active").asBoolean()).isTrue();
    assertThat(active.get("progress").asDouble()).isEqualTo(0.25, Offset.offset(1e-9));
    assertThat(active.get("eta").asDouble()).isPositive();
    assertThat(active.get("live_preview").asText()).startsWith("data:image/png;base64,");
    assertThat(active.get("id_live_preview").asInt()).isEqualTo(1);
    JsonNode same = progress("{\"id_task\":\"a\",\"id_live_preview\":1}");
    assertThat(same.get("live_preview").isNull()).isTrue();
    assertThat(same.get("id_live_preview").asInt()).isEqualTo(1);

    server.generator.allow(4);
    server.jobs.find("b").orElseThrow().result().get(30, TimeUnit.SECONDS);
    assertThat(progress("{\"id_task\":\"b\"}").get("completed").asBoolean()).isTrue();
  }

  @Test
  void optionsHaveLabelsThatAPersonReads() throws Exception {
    server.site.options =
        List.of(
            TestingSite.options(
                "cutoff",
                List.of(),
                List.of(
                    TestingSite.field(
                        "ngms", "NGMS", "double", 0.0, 0, 15, List.of("s_min_uncond")))));
    JsonNode hints = get("/internal/quicksettings-hint");

    assertThat(hints).hasSameSizeAs(get("/sdapi/v1/options"));
    assertThat(hints)
        .contains(
            server.parse("{\"name\":\"sd_model_checkpoint\",\"label\":\"Model\"}"),
            server.parse("{\"name\":\"CLIP_stop_at_last_layers\",\"label\":\"Clip skip\"}"),
            server.parse("{\"name\":\"s_min_uncond\",\"label\":\"NGMS\"}"));
    assertThat(hints)
        .allSatisfy(hint -> assertThat(hint.get("label").asText()).doesNotContain("_"));
  }

  @Test
  void theRestAnswersWithItsShape() throws Exception {
    assertThat(get("/internal/ping").toString()).isEqualTo("{}");
    assertThat(get("/login_check").isNull()).isTrue();
    JsonNode startup = get("/internal/profile-startup");
    assertThat(startup.get("total").asDouble()).isPositive();
    assertThat(startup.at("/records/kiln")).isEqualTo(startup.get("total"));
    assertThat(get("/internal/sysinfo").at("/Extensions/0/name").asText()).isEqualTo("notes");
    assertThat(
            server
                .get("/internal/sysinfo-download")
                .raw()
                .headers()
                .firstValue("Content-Disposition"))
        .contains("attachment; filename=\"sysinfo.json\"");
  }

  private JsonNode progress(String body) throws Exception {
    TestingServer.Answer answer = server.post("/internal/progress", body);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode get(String path) throws Exception {
    TestingServer.Answer answer = server.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }
}
