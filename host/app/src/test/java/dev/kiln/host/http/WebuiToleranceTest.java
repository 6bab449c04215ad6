package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestFields;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What webUI takes is taken; what of it has no effect is named. */
class WebuiToleranceTest {
  private static final String ROUTE = "/sdapi/v1/txt2img";
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          {"restore_faces":false}        | ''
          {"restore_faces":true}         | restore_faces is set, but no installed plugin offers it; faces are as they came out
          {"alwayson_scripts":{"Seed":{"args":[-1,false,-1,0,0,0]},"Sampler":{"args":[20,"Euler","Automatic"]}}} | always on script Seed has no effect in Kiln; always on script Sampler has no effect in Kiln
          {"alwayson_scripts":{"refiner":{"args":[false,"",0.8]},"Extra options":{"args":[]}}} | always on script refiner has no effect in Kiln; always on script Extra options has no effect in Kiln
          {"alwayson_scripts":{"Hypertile":{},"Comments":{"args":[]}}} | always on script Hypertile has no effect in Kiln; always on script Comments has no effect in Kiln
          {"script_name":"None","script_args":[]} | ''
          {"new":1,"older":[],"absent":null} | unknown fields are ignored: new, older
          {"override_settings":{"upcast_attn":true,"font":"x","nonsense":1,"sd_checkpoint_hash":"x"}} | options without an effect in Kiln: font, upcast_attn; unknown options are ignored: nonsense
          """)
  void whatHasNoEffectIsNamed(String body, String warnings) throws Exception {
    assertThat(String.join("; ", warnings(body))).isEqualTo(warnings);
  }

  /** Bodies of clients as their sources write them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          # Open WebUI, images/engines automatic1111
          {"prompt":"a cat","batch_size":1,"width":512,"height":512,"steps":20,"negative_prompt":"dog","cfg_scale":7.0,"sampler_name":"Euler a","scheduler":"Karras"} | ''
          # SillyTavern and its relatives
          {"prompt":"a cat","negative_prompt":"dog","sampler_name":"Euler a","scheduler":"Automatic","steps":20,"cfg_scale":7,"width":512,"height":512,"restore_faces":false,"enable_hr":false,"hr_upscaler":"Latent","hr_scale":1,"hr_additional_modules":[],"denoising_strength":0.7,"hr_second_pass_steps":0,"seed":5,"override_settings":{"CLIP_stop_at_last_layers":1,"sd_vae":"Automatic"},"override_settings_restore_afterwards":true,"clip_skip":1,"save_images":true,"send_images":true,"do_not_save_grid":false,"do_not_save_samples":false} | unknown fields are ignored: hr_additional_modules, clip_skip
          # A chat bot
          {"denoising_strength":0,"prompt":"a cat","seed":-1,"batch_size":1,"n_iter":1,"steps":"25","cfg_scale":7,"width":512,"height":512,"restore_faces":true,"tiling":false,"refiner_switch_at":0.8,"disable_extra_networks":false,"send_images":true,"script_args":[],"sampler_index":"Euler"} | restore_faces is set, but no installed plugin offers it; faces are as they came out
          # A gateway for Forge
          {"prompt":"a cat","negative_prompt":"","steps":20,"cfg_scale":7,"seed":-1,"width":512,"height":512,"batch_size":1,"n_iter":1,"override_settings":{"forge_additional_modules":["x.safetensors"]},"override_settings_restore_afterwards":true,"save_images":false,"send_images":true} | unknown options are ignored: forge_additional_modules
          """)
  void requestsOfClientsAreTaken(String body, String warnings) throws Exception {
    assertThat(String.join("; ", warnings(body))).isEqualTo(warnings);
  }

  @Test
  void ofWhatWebuiapiSendsNothingIsLeftOut() throws Exception {
    assertThat(warnings(WebuiGenerationTest.resource("webuiapi-txt2img.json"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          # as many pictures as webUI makes of such lists
          {"prompt":["a","b"],"batch_size":2}                  | a,b   | -,-   | ''
          {"prompt":["a","b","c"],"batch_size":1,"n_iter":3}   | a,b,c | -,-,- | ''
          {"prompt":["a","b"],"negative_prompt":["x","y"],"n_iter":2} | a,b | x,y | ''
          {"prompt":"a","negative_prompt":["x","y"],"batch_size":2}   | a,a | x,y | ''
          {"prompt":["a","b","c"],"batch_size":4}              | a,b,c | -,-,- | the prompts are a list of 3 and batch_size times n_iter is 4; the smaller number of pictures is made
          {"prompt":["a","b","c"]}                             | a     | -     | the prompts are a list of 3 and batch_size times n_iter is 1; the smaller number of pictures is made
          {"prompt":["a"],"negative_prompt":"x","batch_size":2} | a    | x     | the prompts are a list of 1 and batch_size times n_iter is 2; the smaller number of pictures is made
          """)
  void aListHasAPromptForEachPicture(String body, String prompts, String negatives, String warnings)
      throws Exception {
    assertThat(String.join("; ", warnings(body))).isEqualTo(warnings);
    GenerationRequest request = server.generator.requests.get(0);
    request.check();
    List<String> drawn = new ArrayList<>();
    List<String> against = new ArrayList<>();
    for (int i = 0; i < request.pictures(); i++) {
      drawn.add(request.written(i).prompt());
      String negative = request.written(i).negative();
      against.add(negative.isEmpty() ? "-" : negative);
    }
    assertThat(String.join(",", drawn)).isEqualTo(prompts);
    assertThat(String.join(",", against)).isEqualTo(negatives);
    assertThat(request.prompt()).isEqualTo(drawn.get(0));
  }

  @Test
  void extraNetworksMayBeDisabled() throws Exception {
    warnings("{\"disable_extra_networks\":true}");

    assertThat(server.generator.requests.get(0).get(RequestFields.DISABLE_EXTRA_NETWORKS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"png, 89504e47", "JPG, ffd8ffe0", "jpeg, ffd8ffe0", "webp, 52494646"})
  void picturesAreOfTheFormatThatTheRequestAsksFor(String format, String first) throws Exception {
    String override = "\"override_settings\":{\"samples_format\":\"" + format + "\"}}";
    Answer answer = server.post(ROUTE, "{\"prompt\":\"a cat ☃\",\"steps\":1," + override);

    byte[] file = Base64.getDecoder().decode(answer.json().at("/images/0").asText());
    assertThat(new BigInteger(1, file).toString(16)).startsWith(first);
    assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(64);
    boolean png = format.equals("png");
    assertThat(new String(file, png ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16BE))
        .as("the same text, at an even or an odd place")
        .matches(text -> png || text.contains("a cat ☃") || shifted(file).contains("a cat ☃"));
    assertThat(server.get("/sdapi/v1/options").json().get("samples_format").asText())
        .isEqualTo("png");
  }

  private static String shifted(byte[] file) {
    return new String(file, 1, file.length - 1, StandardCharsets.UTF_16BE);
  }

  @Test
  void anInfotextThatAJpegHasNoRoomForStandsInInfoAlone() throws Exception {
    String body =
        "{\"prompt\":\"%s\",\"override_settings\":{\"samples_format\":\"jpg\"}}"
            .formatted("x".repeat(40_000));

    assertThat(warnings(body))
        .containsExactly("the infotext is too long for a JPEG; it stands in info alone");
  }

  private List<String> warnings(String body) throws Exception {
    Answer answer = server.post(ROUTE, body);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly("images", "parameters", "info");
    List<String> warnings = new ArrayList<>();
    for (JsonNode one : server.parse(answer.json().get("info").asText()).get("warnings")) {
      warnings.add(one.asText());
    }
    return warnings;
  }
}
