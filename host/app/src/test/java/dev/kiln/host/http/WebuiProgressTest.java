package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.job.Job;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebuiProgressTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-9);
  private final TestingServer server = TestingServer.stepped();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void withoutAJobAllIsZero() throws Exception {
    assertThat(server.get("/sdapi/v1/progress").json())
        .isEqualTo(
            server.parse(
                """
                {"progress":0.0,"eta_relative":0.0,"state":{"skipped":false,"interrupted":false,
                 "stopping_generation":false,"job":"","job_count":0,"job_timestamp":"0","job_no":0,
                 "sampling_step":0,"sampling_steps":0},"current_image":null,"textinfo":null}
                """));
  }

  @Test
  void aRunningJobShowsStepsBatchesAndPreview() throws Exception {
    server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"x\",\"steps\":4,\"n_iter\":2}");
    server.awaitRunning("x");
    server.generator.allow(6);
    awaitStep(1, 2);

    JsonNode progress = server.get("/sdapi/v1/progress").json();
    assertThat(progress.get("progress").asDouble()).isEqualTo(0.01 + 0.5 + 0.25, ROUNDING);
    assertThat(progress.get("eta_relative").asDouble()).isPositive();
    JsonNode state = progress.get("state");
    assertThat(state.get("job").asText()).isEqualTo("Batch 2 out of 2");
    assertThat(state.get("job_no").asInt()).isEqualTo(1);
    assertThat(state.get("job_count").asInt()).isEqualTo(2);
    assertThat(state.get("sampling_step").asInt()).isEqualTo(2);
    assertThat(state.get("job_timestamp").asText()).matches("\\d{14}");
    byte[] png = Base64.getDecoder().decode(progress.get("current_image").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(2);
    Answer without = server.get("/sdapi/v1/progress?skip_current_image=true");
    assertThat(without.json().get("current_image").isNull()).isTrue();
  }

  @Test
  void aSwitchThatIsNeitherOnNorOffIsRefused() throws Exception {
    Answer wrong = server.get("/sdapi/v1/progress?skip_current_image=maybe");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().at("/detail/0/loc")).hasToString("[\"query\",\"skip_current_image\"]");
    for (String path : List.of("interrupt=perhaps", "forget=")) {
      server.post("/kiln/v1/jobs", "{\"id\":\"" + path.charAt(0) + "\"}");
      Answer stop = server.delete("/kiln/v1/jobs/" + path.charAt(0) + "?" + path);
      assertThat(stop.status()).as(path).isEqualTo(422);
    }
    assertThat(server.get("/sdapi/v1/progress?skip_current_image=1").status()).isEqualTo(200);
  }

  @Test
  void anInterruptEndsTheRunningJobWithThePicturesThereAre() throws Exception {
    CompletableFuture<Answer> waiting =
        server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"x\",\"steps\":4,\"n_iter\":9}");
    server.awaitRunning("x");
    server.generator.allow(5);
    awaitStep(1, 1);
    Answer interrupt = server.post("/sdapi/v1/interrupt", "");
    assertThat(interrupt.status()).isEqualTo(200);
    assertThat(interrupt.json().toString()).isEqualTo("{}");

    Answer answer = waiting.get(30, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("images")).hasSize(2);
  }

  @Test
  void skipEndsTheBatchUnderWayAndTheOthersAreMade() throws Exception {
    CompletableFuture<Answer> waiting =
        server.postLater("/sdapi/v1/txt2img", "{\"force_task_id\":\"x\",\"steps\":4,\"n_iter\":3}");
    server.awaitRunning("x");
    server.generator.allow(5);
    awaitStep(1, 1);
    Answer skip = server.post("/sdapi/v1/skip", "");
    assertThat(skip.status()).isEqualTo(200);
    assertThat(skip.json().isNull()).isTrue();
    server.generator.allow(8);

    Answer answer = waiting.get(30, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("images")).hasSize(3);
  }

  @Test
  void anInterruptOrSkipOfNothingIsNoError() throws Exception {
    assertThat(server.post("/sdapi/v1/interrupt", "").status()).isEqualTo(200);
    assertThat(server.post("/sdapi/v1/skip", "").status()).isEqualTo(200);
  }

  private void awaitStep(int batch, int step) throws InterruptedException {
    Job job = server.jobs.find("x").orElseThrow();
    for (long seen = -1; job.snapshot().batch() != batch || job.snapshot().step() != step; ) {
      long now = job.awaitChange(seen, Duration.ofSeconds(30));
      assertThat(now).as("a change").isNotEqualTo(seen);
      seen = now;
    }
  }
}
