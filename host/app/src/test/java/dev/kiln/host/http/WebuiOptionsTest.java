package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options are checked as a request with them would be. */
class WebuiOptionsTest {
  private static final String ROUTE = "/sdapi/v1/options";
  private final TestingServer server = TestingServer.free();

  @BeforeEach
  void check() {
    server.generator.onCheck(WebuiOptionsTest::check);
    server.site.options =
        List.of(
            TestingSite.options(
                "cutoff",
                List.of(),
                List.of(
                    TestingSite.field(
                        "ngms", "NGMS", "double", 0.0, 0, 15, List.of("s_min_uncond")))));
  }

  /** What the engine says of models, VAEs, optimizers and options of plugins that are not there. */
  private static void check(GenerationRequest request) {
    request.check();
    if (request.model().equals("x")) {
      throw new BadRequest("unknown model \"x\"");
    }
    if (request.vae().equals("nope")) {
      throw new BadRequest("unknown VAE \"nope\"");
    }
    if (request.attention().equals("nope")) {
      throw AttentionChooser.unknown("nope", List.of("sdp"));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void optionsShowTheModelByItsTitleAndCanBeSet() throws Exception {
    assertThat(get(ROUTE).get("sd_model_checkpoint").asText()).isEqualTo("default [0123456789]");
    Answer set =
        server.post(
            ROUTE,
            "{\"sd_model_checkpoint\":\"other [fedcba9876]\",\"CLIP_stop_at_last_layers\":2}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.json().isNull()).isTrue();

    JsonNode options = get(ROUTE);
    assertThat(options.get("sd_model_checkpoint").asText()).isEqualTo("other [fedcba9876]");
    assertThat(options.get("sd_checkpoint_hash").asText()).isEqualTo("fedcba9876543210");
    server.post("/sdapi/v1/txt2img", "{\"override_settings\":{\"CLIP_stop_at_last_layers\":3}}");
    server.post("/sdapi/v1/txt2img", "{}");
    assertThat(server.generator.requests.get(0).model()).isEqualTo("other [fedcba9876]");
    assertThat(server.generator.requests.get(0).clipSkip()).isEqualTo(3);
    assertThat(server.generator.requests.get(1).clipSkip()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"sd_model_checkpoin":"x"}  | unknown option "sd_model_checkpoin"; nearest: sd_model_checkpoint, add_model_hash_to_info, add_model_name_to_info
          {"sd_model_checkpoint":"x"} | unknown model "x"
          {"cross_attention_optimization":"nope"} | unknown attention optimizer "nope"; there are: sdp, none and automatic
          {"sd_vae":"nope"}           | unknown VAE "nope"
          {"emphasis":"x"}            | emphasis is "x"; it must be one of: None, Ignore, Original, No norm
          {"samples_format":"bmp"}    | samples_format is "bmp"; it must be png, jpg, jpeg or webp
          {"jpeg_quality":101}        | jpeg_quality is 101; it must be 1 to 100
          {"eta_ddim":11}             | eta is 11; it must be a number from 0 to 10
          {"eta_ancestral":-1}        | eta is -1; it must be a number from 0 to 10
          {"randn_source":"CPU"}      | randn_source is CPU; Kiln has only NV, leave it out
          {"CLIP_stop_at_last_layers":2,"emphasis":"x"} | emphasis is "x"; it must be one of: None, Ignore, Original, No norm
          {"CLIP_stop_at_last_layers":99} | clip skip is 99; it must be 1 to 48
          {"CLIP_stop_at_last_layers":0}  | clip skip is 0; it must be 1 to 48
          {"s_noise":1e300}           | s_noise is 1.0E300; it must be a number from 0 to 10
          {"rho":-3}                  | rho is -3; it must be a number from 0.2 to 1000, or 0 for the default
          {"sigma_min":5,"sigma_max":2} | sigma_min is 5.0 and sigma_max 2.0; the smallest noise level must be below the largest
          """)
  void anOptionThatCannotBeSetIs422AndChangesNothing(String body, String detail) throws Exception {
    JsonNode before = get(ROUTE);
    Answer answer = server.post(ROUTE, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    assertThat(get(ROUTE)).isEqualTo(before);
  }

  @Test
  void whatOptionsShowCanBeSetAgain() throws Exception {
    JsonNode before = get(ROUTE);

    assertThat(server.post(ROUTE, before.toString()).status()).isEqualTo(200);
    assertThat(get(ROUTE)).isEqualTo(before);
  }

  @Test
  void anOptionOfAPluginIsCheckedShownAndHoldsForRequests() throws Exception {
    assertThat(get(ROUTE).get("s_min_uncond").asDouble()).isZero();
    server.generator.onCheck(
        request -> {
          if (request.plugins().containsKey("cutoff")) {
            throw new BadRequest("ngms is -1");
          }
        });
    server.site.mapped = Map.of("cutoff", Map.of("ngms", -1));
    assertThat(server.post(ROUTE, "{\"s_min_uncond\":-1}").json().get("detail").asText())
        .isEqualTo("ngms is -1");
    assertThat(get(ROUTE).get("s_min_uncond").asDouble()).isZero();

    server.site.mapped = Map.of();
    assertThat(server.post(ROUTE, "{\"s_min_uncond\":3}").status()).isEqualTo(200);
    assertThat(get(ROUTE).get("s_min_uncond").asDouble()).isEqualTo(3);
    server.post("/sdapi/v1/txt2img", "{\"override_settings\":{\"emphasis\":\"None\"}}");
    assertThat(server.site.asked.get("override_settings"))
        .isEqualTo(Map.of("s_min_uncond", 3, "emphasis", "None"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "samples_save",
        "grid_save",
        "live_previews_enable",
        "upcast_attn",
        "sd_unet",
        "token_merging_ratio",
        "sd_checkpoints_limit",
        "lora_functional",
        "hypertile_enable_unet"
      })
  void anOptionWithoutEffectIsTakenAndNotShown(String name) throws Exception {
    JsonNode before = get(ROUTE);

    assertThat(server.post(ROUTE, "{\"" + name + "\":true}").status()).isEqualTo(200);
    assertThat(get(ROUTE)).isEqualTo(before);
  }

  @Test
  void nullSetsAnOptionBack() throws Exception {
    JsonNode before = get(ROUTE);
    server.post(ROUTE, "{\"CLIP_stop_at_last_layers\":2,\"samples_format\":\"webp\"}");

    server.post(ROUTE, "{\"CLIP_stop_at_last_layers\":null,\"samples_format\":null}");
    assertThat(get(ROUTE)).isEqualTo(before);
  }

  @Test
  void optionsOutliveTheServerWhereTheyStillFit(@TempDir Path home) throws Exception {
    try (TestingServer first = TestingServer.keeping(home)) {
      first.post(ROUTE, "{\"CLIP_stop_at_last_layers\":2,\"sd_vae\":\"kl-f8\",\"s_noise\":0.5}");
    }
    try (TestingServer second = TestingServer.keeping(home, "sd_vae")) {
      JsonNode options = second.get(ROUTE).json();
      assertThat(options.get("CLIP_stop_at_last_layers").asInt()).isEqualTo(2);
      assertThat(options.get("sd_vae").asText()).isEqualTo("Automatic");
      second.post("/sdapi/v1/txt2img", "{}");
      assertThat(second.generator.requests.get(0).clipSkip()).isEqualTo(2);
    }
    Path file = home.resolve("webui-options.json");
    Files.writeString(file, "{\"samples_format\":\"bmp\",\"s_noise\":0.5,\"gone\":1}");
    try (TestingServer third = TestingServer.keeping(home)) {
      JsonNode options = third.get(ROUTE).json();
      assertThat(options.get("samples_format").asText()).isEqualTo("png");
      assertThat(options.get("s_noise").asDouble()).isEqualTo(0.5);
    }
    Files.writeString(file, "{");
    try (TestingServer fourth = TestingServer.keeping(home)) {
      assertThat(fourth.get(ROUTE).json().get("s_noise").asDouble()).isEqualTo(1);
    }
    assertThat(file).hasContent("{");
  }

  @Test
  void overridesStayWhereTheRequestSaysSo() throws Exception {
    String overrides =
        "{\"override_settings\":{\"CLIP_stop_at_last_layers\":2,\"nonsense\":1},"
            + "\"override_settings_restore_afterwards\":";
    server.post("/sdapi/v1/txt2img", overrides + "true}");
    assertThat(get(ROUTE).get("CLIP_stop_at_last_layers").asInt()).isEqualTo(1);

    server.post("/sdapi/v1/txt2img", overrides + "false}");
    assertThat(get(ROUTE).get("CLIP_stop_at_last_layers").asInt()).isEqualTo(2);
    assertThat(get(ROUTE).has("nonsense")).isFalse();
  }

  @Test
  void overridesThatWouldBreakOtherRequestsDoNotStay() throws Exception {
    // The sampler of this one does not read eta_ddim, the next one's may.
    Answer answer =
        server.post(
            "/sdapi/v1/txt2img",
            "{\"override_settings\":{\"eta_ddim\":11},"
                + "\"override_settings_restore_afterwards\":false}");

    assertThat(answer.json().get("detail").asText())
        .isEqualTo("eta is 11; it must be a number from 0 to 10");
    assertThat(server.generator.requests).isEmpty();
    assertThat(get(ROUTE).get("eta_ddim").asDouble()).isZero();
  }

  private JsonNode get(String path) throws Exception {
    Answer answer = server.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }
}
