package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.spi.host.ApiResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingFeaturesTest {
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          upscalers            | []
          latent-upscale-modes | []
          hypernetworks        | []
          face-restorers       | []
          realesrgan-models    | []
          prompt-styles        | []
          loras                | []
          embeddings           | {"loaded":{},"skipped":{}}
          """)
  void aListOfWhatIsMissingIsEmpty(String list, String json) throws Exception {
    Answer answer = server.get("/sdapi/v1/" + list);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(server.parse(json));
  }

  @ParameterizedTest
  @CsvSource({
    "extra-single-image, upscaling",
    "extra-batch-images, upscaling",
    "interrogate, describing pictures",
    "refresh-loras, LoRA",
    "refresh-embeddings, textual inversion",
    "create/embedding, training",
    "create/hypernetwork, training",
    "train/embedding, training",
    "train/hypernetwork, training"
  })
  void aPostToWhatIsMissingIs422(String route, String feature) throws Exception {
    Answer answer = server.post("/sdapi/v1/" + route, "{}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo(
            "/sdapi/v1/%s needs %s, which no installed plugin offers; install one that does"
                .formatted(route, feature));
  }

  @Test
  void aPluginsRouteTakesThePlaceOfAMissingOneUntilThePluginGoes() throws Exception {
    var list = TestingSite.route("up", "GET", "/sdapi/v1/upscalers", "Upscalers");
    var post = TestingSite.route("up", "POST", "/sdapi/v1/interrogate", "What a picture shows");
    server.site.serve(
        Map.of(
            list,
            call -> ApiResponse.ok(Map.of("plugin", "up")),
            post,
            call -> ApiResponse.ok(Map.of("images", 1))));

    assertThat(server.get("/sdapi/v1/upscalers").json().toString())
        .isEqualTo("{\"plugin\":\"up\"}");
    assertThat(server.post("/sdapi/v1/interrogate", "{}").json().toString())
        .isEqualTo("{\"images\":1}");
    assertThat(server.get("/openapi.json").json().at("/paths/~1sdapi~1v1~1upscalers/get/summary"))
        .isEqualTo(server.parse("\"Upscalers\""));
    server.site.serve(Map.of());
    assertThat(server.get("/sdapi/v1/upscalers").json().toString()).isEqualTo("[]");
    assertThat(server.post("/sdapi/v1/interrogate", "{}").status()).isEqualTo(422);
  }
}
