package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.spi.tensor.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebuiGenerationTest {
  private static final String ROUTE = "/sdapi/v1/txt2img";
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anEmptyRequestHasTheDefaultsOfWebuiAndTheSizeOfTheModel() throws Exception {
    assertThat(made("{}"))
        .isEqualTo(GenerationRequest.of("").steps(50).cfgScale(7).sampler("Euler").build());
  }

  @Test
  void theAnswerHoldsPicturesParametersAndInfo() throws Exception {
    Answer answer = server.post(ROUTE, "{\"prompt\":\"a cat\",\"seed\":5,\"batch_size\":2}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("images")).hasSize(2);
    byte[] png = Base64.getDecoder().decode(answer.json().at("/images/1").asText());
    assertThat(PngImage.parameters("answer", png))
        .contains("a cat\nSteps: 50, Sampler: Euler, Seed: 6, Size: 64x64");
    assertThat(answer.json().at("/parameters/steps").asInt()).isEqualTo(50);
    assertThat(answer.json().at("/parameters/width").asInt()).isEqualTo(64);
    assertThat(answer.json().at("/parameters/height").asInt()).isEqualTo(64);
    assertThat(answer.raw().headers().firstValue("X-Process-Time").orElseThrow())
        .matches("\\d+\\.\\d{4}");
  }

  @Test
  void theInfoHasAllKeysOfWebui() throws Exception {
    Answer answer = server.post(ROUTE, "{\"prompt\":\"a cat\",\"seed\":5,\"n_iter\":2}");

    JsonNode info = server.parse(answer.json().get("info").asText());
    assertThat(info.fieldNames())
        .toIterable()
        .containsExactly(
            "prompt",
            "all_prompts",
            "negative_prompt",
            "all_negative_prompts",
            "seed",
            "all_seeds",
            "subseed",
            "all_subseeds",
            "subseed_strength",
            "width",
            "height",
            "sampler_name",
            "cfg_scale",
            "steps",
            "batch_size",
            "restore_faces",
            "face_restoration_model",
            "sd_model_name",
            "sd_model_hash",
            "sd_vae_name",
            "sd_vae_hash",
            "seed_resize_from_w",
            "seed_resize_from_h",
            "denoising_strength",
            "extra_generation_params",
            "index_of_first_image",
            "infotexts",
            "styles",
            "job_timestamp",
            "clip_skip",
            "is_using_inpainting_conditioning",
            "version",
            "warnings");
    assertThat(info.get("all_prompts").toString()).isEqualTo("[\"a cat\",\"a cat\"]");
    assertThat(info.get("all_seeds").toString()).isEqualTo("[5,6]");
    assertThat(info.get("infotexts")).hasSize(2);
    assertThat(info.get("extra_generation_params").toString()).isEqualTo("{\"Fake\":\"yes\"}");
    assertThat(info.get("job_timestamp").asText()).matches("\\d{14}");
  }

  @Test
  void whatTheClientWebuiapiSendsIsTaken() throws Exception {
    GenerationRequest request = made(resource("webuiapi-txt2img.json"));

    assertThat(request)
        .isEqualTo(
            GenerationRequest.of("cute squirrel")
                .negativePrompt("ugly, out of frame")
                .seed(1003)
                .variation(-1, 0)
                .sampler("Euler a")
                .scheduler("automatic")
                .with(NoiseFields.ETA, OptionalDouble.of(1))
                .steps(20)
                .cfgScale(7)
                .size(512, 512)
                .build());
  }

  @Test
  void nullsAreDefaultsNumbersMayBeTextAndUnknownFieldsAreIgnored() throws Exception {
    GenerationRequest request =
        made(
            "{\"prompt\":null,\"steps\":\"12\",\"cfg_scale\":\"4.5\",\"seed\":null,\"width\":64.0,"
                + "\"height\":64,\"sampler_index\":\"Euler a\",\"sampler_name\":\"\",\"new\":{}}");

    assertThat(request)
        .isEqualTo(
            GenerationRequest.of("")
                .steps(12)
                .cfgScale(4.5)
                .size(64, 64)
                .sampler("Euler a")
                .build());
  }

  @Test
  void settingsOfTheRequestAreTaken() throws Exception {
    GenerationRequest request =
        made(
            "{\"s_churn\":0.5,\"override_settings\":{\"CLIP_stop_at_last_layers\":2,"
                + "\"sd_model_checkpoint\":\"other\",\"pad_cond_uncond\":true,\"s_churn\":0.9,"
                + "\"eta_noise_seed_delta\":31337,\"emphasis\":\"no norm\",\"s_noise\":1.1,"
                + "\"sigma_min\":0.1,\"sigma_max\":10,\"rho\":5,\"sgm_noise_multiplier\":true,"
                + "\"always_discard_next_to_last_sigma\":true,\"unknown_option\":1}}");

    assertThat(request)
        .isEqualTo(
            GenerationRequest.of("")
                .sampler("Euler")
                .steps(50)
                .model("other")
                .clipSkip(2)
                .padConditions(true)
                .emphasis(EmphasisMode.NO_NORM)
                .with(NoiseFields.S_CHURN, 0.9)
                .with(NoiseFields.S_NOISE, 1.1)
                .with(NoiseFields.SIGMA_MIN, 0.1)
                .with(NoiseFields.SIGMA_MAX, 10.0)
                .with(NoiseFields.RHO, 5.0)
                .with(NoiseFields.DISCARD_PENULTIMATE, true)
                .with(NoiseFields.SEED_DELTA, 31337L)
                .with(NoiseFields.SGM_NOISE, true)
                .build());
  }

  @Test
  void theAttentionOptimizerIsChosenByWebuisTitles() throws Exception {
    assertThat(attention("sdp - scaled dot product")).isEqualTo("sdp");
    assertThat(attention("Doggettx")).isEqualTo("Doggettx");
    assertThat(attention("V1 - original v1")).isEqualTo("V1");
    assertThat(attention("None")).isEqualTo("None");
    assertThat(attention("Automatic")).isEmpty();
    assertThat(attention("")).isEmpty();
  }

  @Test
  void theAttentionOptimizerThatOptionsHoldIsShownAndTakenUntilARequestNamesAnother()
      throws Exception {
    assertThat(shownAttention()).isEqualTo("Automatic");
    String option = "{\"cross_attention_optimization\":\"sub-quadratic - sub quadratic\"}";
    assertThat(server.post("/sdapi/v1/options", option).status()).isEqualTo(200);
    assertThat(shownAttention()).isEqualTo("sub-quadratic - sub quadratic");
    server.post(ROUTE, "{}");
    assertThat(server.generator.requests.get(0).attention()).isEqualTo("sub-quadratic");
    assertThat(attention("sdp - scaled dot product")).isEqualTo("sdp");
    assertThat(attention("Automatic")).isEmpty();
    assertThat(shownAttention()).isEqualTo("sub-quadratic - sub quadratic");
  }

  private String shownAttention() throws Exception {
    return server.get("/sdapi/v1/options").json().get("cross_attention_optimization").asText();
  }

  private String attention(String title) throws Exception {
    made("{\"override_settings\":{\"cross_attention_optimization\":\"" + title + "\"}}");
    List<GenerationRequest> requests = server.generator.requests;
    return requests.get(requests.size() - 1).attention();
  }

  @Test
  void etaIsTheRequestsElseTheOptionOfItsKindOfSampler() throws Exception {
    String options = "\"override_settings\":{\"eta_ddim\":0.25,\"eta_ancestral\":0.75}}";
    assertThat(eta("{\"sampler_name\":\"DDIM\"," + options)).hasValue(0.25);
    assertThat(eta("{\"sampler_name\":\"Euler a\"," + options)).hasValue(0.75);
    assertThat(eta("{\"sampler_name\":\"DDIM\",\"eta\":0.5," + options)).hasValue(0.5);
    assertThat(eta("{\"override_settings\":{\"eta_ancestral\":1.0}}")).isEmpty();
  }

  private OptionalDouble eta(String body) throws Exception {
    made(body);
    List<GenerationRequest> requests = server.generator.requests;
    return requests.get(requests.size() - 1).get(NoiseFields.ETA);
  }

  @Test
  void optionsThatAPluginMapsArePassedToIt() throws Exception {
    var field = TestingSite.field("scale", "Scale", "double", 2.0, 0, 9, List.of("s_min_uncond"));
    server.site.options =
        List.of(TestingSite.options("notes", List.of("Notes", "Notes M2M"), List.of(field)));
    server.site.mapped = Map.of("notes", Map.of("scale", 3.0));

    GenerationRequest request =
        made("{\"s_min_uncond\":3,\"alwayson_scripts\":{\"NOTES\":{\"args\":[3]}}}");
    assertThat(request.plugins()).isEqualTo(Map.of("notes", Map.of("scale", 3.0)));
    made("{\"alwayson_scripts\":{\"notes m2m\":{\"args\":[]}}}");
    made("{\"script_name\":\"Notes\",\"script_args\":[3]}");
    assertThat(server.site.asked.get("alwayson_scripts")).hasToString("{Notes={args=[3]}}");
  }

  @Test
  void picturesThatPluginsGaveOutComeBehindTheOthers() throws Exception {
    server.generator.pictures = Map.of("edges", Picture.black(4, 1));
    JsonNode answer = server.post(ROUTE, "{\"n_iter\":2,\"steps\":1,\"save_images\":true}").json();

    // The grid, the two, and the given one.
    assertThat(answer.get("images")).hasSize(4);
    byte[] last = Base64.getDecoder().decode(answer.at("/images/3").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(last)).getWidth()).isEqualTo(4);
    assertThat(server.parse(answer.get("info").asText()).get("infotexts")).hasSize(3);
    assertThat(server.saved).hasSize(2);
  }

  @Test
  void picturesAreLeftOutAndSavedAsTheRequestSays() throws Exception {
    Answer answer = server.post(ROUTE, "{\"send_images\":false,\"save_images\":true}");

    assertThat(answer.json().get("images")).isEmpty();
    assertThat(server.saved).hasSize(1);
    server.post(ROUTE, "{}");
    assertThat(server.saved).hasSize(1);
  }

  @Test
  void theTaskIdIsTheIdOfTheJob() throws Exception {
    server.post(ROUTE, "{\"force_task_id\":\"task(txt2img-ABCDEFG)\"}");

    assertThat(server.jobs.find("task(txt2img-ABCDEFG)")).isPresent();
  }

  private GenerationRequest made(String body) throws Exception {
    Answer answer = server.post(ROUTE, body);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return server.generator.requests.get(0);
  }

  static String resource(String name) throws IOException {
    try (InputStream in = WebuiGenerationTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
