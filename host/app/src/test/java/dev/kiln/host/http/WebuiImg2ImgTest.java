package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.spi.tensor.Picture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebuiImg2ImgTest {
  private static final String ROUTE = "/sdapi/v1/img2img";
  private static final String PNG = new PictureCodec().encode(Picture.black(24, 16));

  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer post(String fields) throws Exception {
    return server.post(ROUTE, "{\"init_images\":[\"" + PNG + "\"]" + fields + "}");
  }

  private GenerationRequest made(String fields) throws Exception {
    Answer answer = post(fields);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    List<GenerationRequest> requests = server.generator.requests;
    return requests.get(requests.size() - 1);
  }

  @Test
  void anEmptyRequestHasTheDefaultsOfWebui() throws Exception {
    GenerationRequest request = made("");
    assertThat(request.steps()).isEqualTo(50);
    assertThat(request.get(ImageFields.DENOISING_STRENGTH)).isEqualTo(0.75);
    assertThat(request.get(ImageFields.IMAGE_CFG_SCALE)).isEqualTo(1);
    assertThat(request.get(ImageFields.RESIZE_MODE)).isEqualTo(ResizeMode.JUST_RESIZE);
    assertThat(request.get(ImageFields.MASKED_CONTENT)).isEqualTo(MaskedContent.FILL);
    assertThat(request.get(ImageFields.ONLY_MASKED)).isTrue();
    assertThat(request.get(ImageFields.ONLY_MASKED_PADDING)).isZero();
    assertThat(request.get(ImageFields.MASK_BLUR_X)).isEqualTo(4);
    assertThat(request.get(ImageFields.MASK)).isEmpty();
  }

  @Test
  void everyFieldReachesTheRequest() throws Exception {
    GenerationRequest request =
        made(
            ",\"mask\":\"data:image/png;base64,"
                + PNG
                + "\",\"resize_mode\":2,\"denoising_strength\":0.4,\"mask_blur_x\":2,\"mask_blur_y\":3,"
                + "\"mask_round\":false,\"inpainting_fill\":3,\"inpaint_full_res\":0,"
                + "\"inpaint_full_res_padding\":16,\"inpainting_mask_invert\":1,"
                + "\"initial_noise_multiplier\":0.9,\"image_cfg_scale\":1.7,"
                + "\"override_settings\":{\"img2img_fix_steps\":true,\"img2img_color_correction\":true}");
    assertThat(request.get(ImageFields.MASK).orElseThrow().decoded().width()).isEqualTo(24);
    assertThat(request.get(ImageFields.RESIZE_MODE)).isEqualTo(ResizeMode.RESIZE_AND_FILL);
    assertThat(request.get(ImageFields.DENOISING_STRENGTH)).isEqualTo(0.4);
    assertThat(request.get(ImageFields.MASK_BLUR_X)).isEqualTo(2);
    assertThat(request.get(ImageFields.MASK_BLUR_Y)).isEqualTo(3);
    assertThat(request.get(ImageFields.MASK_ROUND)).isFalse();
    assertThat(request.get(ImageFields.MASKED_CONTENT)).isEqualTo(MaskedContent.LATENT_NOTHING);
    assertThat(request.get(ImageFields.ONLY_MASKED)).isFalse();
    assertThat(request.get(ImageFields.ONLY_MASKED_PADDING)).isEqualTo(16);
    assertThat(request.get(ImageFields.MASK_INVERT)).isTrue();
    assertThat(request.get(ImageFields.NOISE_MULTIPLIER)).isEqualTo(0.9);
    assertThat(request.get(ImageFields.IMAGE_CFG_SCALE)).isEqualTo(1.7);
    assertThat(request.get(ImageFields.FULL_STEPS)).isTrue();
    assertThat(request.get(ImageFields.COLOR_CORRECTION)).isTrue();
    GenerationRequest blurred = made(",\"mask_blur\":9,\"mask_blur_x\":2");
    assertThat(blurred.get(ImageFields.MASK_BLUR_X)).isEqualTo(9);
    assertThat(blurred.get(ImageFields.MASK_BLUR_Y)).isEqualTo(9);
  }

  /** webUI's defaults of the fields that it leaves open would draw another picture. */
  @Test
  void anInfotextFillsWhatARequestDoesNotSet() throws Exception {
    GenerationRequest request = made(",\"infotext\":\"redrawn\",\"mask_blur_x\":2");
    assertThat(request.get(ImageFields.INIT_IMAGE_HASH)).isEqualTo("0cc175b9");
    assertThat(request.get(ImageFields.DENOISING_STRENGTH)).isEqualTo(0.6);
    assertThat(request.get(ImageFields.IMAGE_CFG_SCALE)).isEqualTo(1.2);
    assertThat(request.get(ImageFields.RESIZE_MODE)).isEqualTo(ResizeMode.CROP_AND_RESIZE);
    assertThat(request.get(ImageFields.COLOR_CORRECTION)).isTrue();
    assertThat(request.get(ImageFields.MASK_BLUR_X)).isEqualTo(2);
    assertThat(request.get(ImageFields.MASK_BLUR_Y)).isZero();
    assertThat(request.get(ImageFields.MASK_INVERT)).isTrue();
    assertThat(request.get(ImageFields.MASKED_CONTENT)).isEqualTo(MaskedContent.LATENT_NOISE);
    assertThat(request.get(ImageFields.ONLY_MASKED)).isFalse();
  }

  @Test
  void fromTextItIsToldThatThereIsAPictureMissing() throws Exception {
    String sentence =
        "the infotext is of a picture that was drawn on another one; img2img draws it again, with that one to begin with";
    for (String route : List.of("/kiln/v1/txt2img", "/kiln/v1/jobs")) {
      Answer answer = server.post(route, "{\"infotext\":\"redrawn\"}");
      assertThat(answer.json().at("/warnings/0").asText()).isEqualTo(sentence);
    }
    Answer answer = server.post("/sdapi/v1/txt2img", "{\"infotext\":\"redrawn\"}");
    assertThat(server.parse(answer.json().get("info").asText()).at("/warnings/0").asText())
        .isEqualTo(sentence);
    assertThat(server.generator.requests.get(0).values().keySet())
        .doesNotContainAnyElementsOf(ImageFields.ALL);
    Answer own =
        server.post(
            "/kiln/v1/img2img", "{\"init_images\":[\"" + PNG + "\"],\"infotext\":\"redrawn\"}");
    assertThat(own.json().at("/request/resize_mode").asText()).isEqualTo("crop");
    assertThat(own.json().has("warnings") && own.json().get("warnings").size() > 0).isFalse();
  }

  @Test
  void severalPicturesAreABatch() throws Exception {
    Answer answer =
        server.post(ROUTE, "{\"init_images\":[\"" + PNG + "\",\"" + PNG + "\"],\"steps\":1}");
    assertThat(answer.json().get("images")).hasSize(2);
    assertThat(server.generator.requests.get(0).batchSize()).isEqualTo(2);
  }

  @Test
  void picturesComeBackOnlyIfAskedFor() throws Exception {
    JsonNode without = post(",\"mask\":\"" + PNG + "\"").json().get("parameters");
    assertThat(without.get("init_images").isNull()).isTrue();
    assertThat(without.get("mask").isNull()).isTrue();
    assertThat(without.get("denoising_strength").asDouble()).isEqualTo(0.75);
    JsonNode with = post(",\"include_init_images\":true").json().get("parameters");
    assertThat(with.at("/init_images/0").asText()).isEqualTo(PNG);
  }

  @Test
  void aRequestWithoutAPictureIsNotFound() throws Exception {
    for (String body : List.of("{}", "{\"init_images\":[]}", "{\"init_images\":null}")) {
      Answer answer = server.post(ROUTE, body);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().get("detail").asText()).isEqualTo("Init image not found");
    }
    Answer own = server.post("/kiln/v1/img2img", "{\"prompt\":\"a cat\"}");
    assertThat(own.status()).isEqualTo(422);
    assertThat(own.json().get("detail").asText())
        .isEqualTo(
            "there is no picture to begin with; give one in init_images, or use /kiln/v1/txt2img");
  }

  @Test
  void whatCannotBeReadIsOneSentence() throws Exception {
    assertThat(detail(server.post(ROUTE, "{\"init_images\":[\"A\"]}")))
        .startsWith("init_images is not base64 (");
    assertThat(detail(server.post(ROUTE, "{\"init_images\":[\"http://localhost/a.png\"]}")))
        .startsWith("init_images is an address, and Kiln fetches nothing; ");
    assertThat(detail(server.post(ROUTE, "{\"init_images\":[7]}")))
        .isEqualTo("init_images has the entry 7; it must be a list of texts");
    assertThat(detail(post(",\"resize_mode\":4"))).isEqualTo("resize_mode is 4; it must be 0 to 3");
    assertThat(detail(post(",\"inpainting_fill\":-1")))
        .isEqualTo("inpainting_fill is -1; it must be 0 to 3");
    assertThat(detail(post(",\"latent_mask\":\"x\"")))
        .isEqualTo(
            "latent_mask is set, but no installed plugin offers it; leave it out or install one"
                + " that does");
  }

  /** Before any work, over both interfaces. */
  @Test
  void whatIsTooMuchIsOneSentence() throws Exception {
    server.generator.onCheck(GenerationRequest::check);
    String large = new PictureCodec().encode(Picture.black(20_000, 2));
    String sentence =
        " has 20000x2 pixels; at most 8192 a side and 64 million in all are taken, scale it down";
    for (String route : List.of(ROUTE, "/kiln/v1/img2img")) {
      String begin = "{\"init_images\":[\"" + PNG + "\"],\"steps\":20,";
      assertThat(detail(server.post(route, "{\"init_images\":[\"" + large + "\"]}")))
          .isEqualTo("init_images" + sentence);
      assertThat(detail(server.post(route, begin + "\"mask\":\"" + large + "\"}")))
          .isEqualTo("mask" + sentence);
      assertThat(detail(server.post(route, begin + "\"denoising_strength\":1.5}")))
          .isEqualTo("denoising strength is 1.5; it must be a number from 0 to 1");
      assertThat(detail(server.post(route, begin + "\"mask\":\"" + "AAAA" + "\"}")))
          .startsWith("mask is no picture that Kiln reads; ");
      for (int strength : new int[] {0, 1}) {
        Answer answer = server.post(route, begin + "\"denoising_strength\":" + strength + "}");
        assertThat(answer.status()).isEqualTo(200);
      }
    }
    assertThat(
            detail(
                server.post(
                    "/kiln/v1/img2img",
                    "{\"init_images\":[\""
                        + PNG
                        + "\"],\"denoising_strength\":0,\"full_steps\":true}")))
        .isEqualTo(
            "denoising strength is 0, too little for 20 full steps; ask for more strength or leave out full_steps");
  }

  private static String detail(Answer answer) {
    assertThat(answer.status()).isEqualTo(422);
    return answer.json().get("detail").asText();
  }

  @Test
  void kilnsOwnRouteTakesItsOwnNames() throws Exception {
    Answer answer =
        server.post(
            "/kiln/v1/img2img",
            "{\"init_images\":[\""
                + PNG
                + "\"],\"steps\":2,\"denoising_strength\":0.3,\"masked_content\":\"latent noise\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("png")).hasSize(1);
    JsonNode request = answer.json().get("request");
    assertThat(request.get("denoising_strength").asDouble()).isEqualTo(0.3);
    assertThat(request.get("masked_content").asText()).isEqualTo("latent noise");
    assertThat(request.has("init_images")).isFalse();
    Answer text = server.post("/kiln/v1/txt2img", "{\"denoising_strength\":0.3}");
    assertThat(detail(text)).startsWith("unknown field \"denoising_strength\"; nearest: ");
  }
}
