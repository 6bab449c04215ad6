package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebuiListsTest {
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void samplersHaveNamesAliasesAndOptions() throws Exception {
    assertThat(get("/sdapi/v1/samplers"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"DPM++ 2M","aliases":["k_dpmpp_2m"],"options":{"scheduler":"karras"}},
                 {"name":"Euler a","aliases":["k_euler_a"],"options":{"uses_ensd":true}},
                 {"name":"Euler","aliases":["k_euler"],"options":{}},
                 {"name":"DDIM","aliases":["ddim"],"options":{}}]
                """));
  }

  @Test
  void schedulersHaveTheirExponent() throws Exception {
    assertThat(get("/sdapi/v1/schedulers"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"automatic","label":"Automatic","aliases":[],"default_rho":-1.0,
                  "need_inner_model":false},
                 {"name":"karras","label":"Karras","aliases":["Karras alias"],"default_rho":7.0,
                  "need_inner_model":false}]
                """));
  }

  @Test
  void modelsHaveTitlesAndHashes() throws Exception {
    JsonNode models = get("/sdapi/v1/sd-models");

    assertThat(models).hasSize(2);
    assertThat(models.get(0))
        .isEqualTo(
            server.parse(
                """
                {"title":"default [0123456789]","model_name":"default","hash":"0123456789",
                 "sha256":"0123456789abcdef","filename":"/models/default","config":null}
                """));
    assertThat(get("/kiln/v1/models").at("/1/size").asInt()).isEqualTo(512);
  }

  @Test
  void scriptsAreThePluginsThatHaveATitle() throws Exception {
    var field =
        TestingSite.field("scale", "Scale", "int", 2, 0, Double.POSITIVE_INFINITY, List.of());
    var units =
        TestingSite.field("units", "Units", "List", List.of(), -1 / 0.0, 1 / 0.0, List.of());
    server.site.options =
        List.of(
            TestingSite.options("notes", List.of("Notes", "Notes M2M"), List.of(field, units)),
            TestingSite.options("untitled", List.of(), List.of(field)));

    assertThat(get("/sdapi/v1/scripts"))
        .isEqualTo(server.parse("{\"txt2img\":[\"notes\",\"notes m2m\"],\"img2img\":[]}"));
    assertThat(get("/sdapi/v1/script-info"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"notes","is_alwayson":true,"is_img2img":false,"args":[
                  {"label":"Scale","value":2,"minimum":0.0,"maximum":null,"step":null,
                   "choices":null},
                  {"label":"Units","value":[],"minimum":null,"maximum":null,"step":null,
                   "choices":null}]}]
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upscalers",
        "latent-upscale-modes",
        "hypernetworks",
        "face-restorers",
        "realesrgan-models",
        "prompt-styles",
        "extensions"
      })
  void whatTheHostHasNoneOfIsAnEmptyList(String name) throws Exception {
    assertThat(get("/sdapi/v1/" + name).toString()).isEqualTo("[]");
  }

  @Test
  void optionsShowTheModelByItsTitleAndCanBeSet() throws Exception {
    assertThat(get("/sdapi/v1/options").get("sd_model_checkpoint").asText())
        .isEqualTo("default [0123456789]");
    Answer set =
        server.post(
            "/sdapi/v1/options",
            "{\"sd_model_checkpoint\":\"other [fedcba9876]\",\"CLIP_stop_at_last_layers\":2}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.json().isNull()).isTrue();

    JsonNode options = get("/sdapi/v1/options");
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
          {"sd_model_checkpoin":"x"}  | unknown field "sd_model_checkpoin"; nearest: sd_model_checkpoint, pad_cond_uncond, s_churn
          {"sd_model_checkpoint":"x"} | unknown model "x"; nearest: other [fedcba9876], default [0123456789]
          {"emphasis":"x"}            | emphasis is "x"; it must be one of: None, Ignore, Original, No norm
          {"samples_format":"jpg"}    | samples_format is "jpg"; Kiln has png only
          {"CLIP_stop_at_last_layers":99} | clip skip is 99; it must be 1 to 48
          {"CLIP_stop_at_last_layers":0}  | clip skip is 0; it must be 1 to 48
          {"s_noise":NaN}             | s_noise is NaN; it must be a number from 0 to 10
          {"s_noise":1e300}           | s_noise is 1.0E300; it must be a number from 0 to 10
          {"rho":-3}                  | rho is -3; it must be a number from 0.2 to 1000, or 0 for the default
          {"sigma_min":5,"sigma_max":2} | sigma_min is 5.0 and sigma_max 2.0; the smallest noise level must be below the largest
          """)
  void anOptionThatCannotBeSetIs422AndChangesNothing(String body, String detail) throws Exception {
    JsonNode before = get("/sdapi/v1/options");
    Answer answer = server.post("/sdapi/v1/options", body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    assertThat(get("/sdapi/v1/options")).isEqualTo(before);
  }

  @Test
  void whatOptionsShowCanBeSetAgain() throws Exception {
    JsonNode before = get("/sdapi/v1/options");

    assertThat(server.post("/sdapi/v1/options", before.toString()).status()).isEqualTo(200);
    assertThat(get("/sdapi/v1/options")).isEqualTo(before);
  }

  @Test
  void theServerTellsOfItself() throws Exception {
    assertThat(get("/internal/ping").toString()).isEqualTo("{}");
    assertThat(get("/sdapi/v1/cmd-flags").get("api").asBoolean()).isTrue();
    JsonNode memory = get("/sdapi/v1/memory").get("ram");
    assertThat(memory.get("free").asLong() + memory.get("used").asLong())
        .isEqualTo(memory.get("total").asLong());
    assertThat(server.post("/sdapi/v1/refresh-checkpoints", "").json().isNull()).isTrue();
  }

  private JsonNode get(String path) throws Exception {
    Answer answer = server.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }
}
