package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestFields;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Infotexts over HTTP. The server of the tests reads every text as the same request. */
class PictureTextsTest {
  private static final String TEXT =
      "a cat, (b:1.2)\nNegative prompt: dog\nSteps: 20, Sampler: Euler, Seed: 1, Size: 64x96";

  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  private static String picture(String infotext) {
    byte[] png = new PngImage(1, 1, new byte[3], infotext).encode();
    return "{\"image\": \"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\"}";
  }

  @Test
  void pngInfoAnswersAsWebui() throws Exception {
    JsonNode answer = server.post("/sdapi/v1/png-info", picture(TEXT)).json();

    assertThat(answer.fieldNames()).toIterable().containsExactly("info", "items", "parameters");
    assertThat(answer.get("info").asText()).isEqualTo(TEXT);
    assertThat(answer.get("items")).isEmpty();
    JsonNode parameters = answer.get("parameters");
    assertThat(parameters.get("Prompt").asText()).isEqualTo("a cat, (b:1.2)");
    assertThat(parameters.get("Negative prompt").asText()).isEqualTo("dog");
    assertThat(parameters.get("Size-1").asText()).isEqualTo("64");
    assertThat(parameters.get("Size-2").asText()).isEqualTo("96");
    assertThat(parameters.get("Clip skip").asText()).as("what is left out").isEqualTo("1");
  }

  @Test
  void aPictureWithoutATextIsNoMistakeForWebuiAndOneForKiln() throws Exception {
    assertThat(server.post("/sdapi/v1/png-info", picture("")).json().toString())
        .isEqualTo("{\"info\":\"\",\"items\":{},\"parameters\":{}}");
    assertThat(server.post("/sdapi/v1/png-info", "{\"image\": \"\"}").status()).isEqualTo(200);
    Answer answer = server.post("/kiln/v1/infotext", picture(""));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).startsWith("image has no infotext; ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A        | image is not base64 (
          https://localhost/a.png | image is an address, and Kiln fetches nothing; send the bytes of
          aGVsbG8= | image is no picture whose text Kiln reads; give PNG, JPEG, WebP or GIF
          iVBORw0KGgoAAA== | image is a damaged PNG file, it ends too early: take an undamaged copy
          """)
  void whatIsNoPictureIsRefused(String image, String sentence) throws Exception {
    for (String route : new String[] {"/sdapi/v1/png-info", "/kiln/v1/infotext"}) {
      Answer answer = server.post(route, "{\"image\": \"" + image + "\"}");

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().get("detail").asText()).startsWith(sentence);
    }
  }

  @Test
  void kilnsRouteAnswersWithTheRequest() throws Exception {
    JsonNode answer = server.post("/kiln/v1/infotext", picture(TEXT)).json();

    assertThat(answer.get("infotext").asText()).isEqualTo(TEXT);
    assertThat(answer.at("/request/prompt").asText()).isEqualTo("a boat");
    assertThat(answer.at("/request/steps").asInt()).isEqualTo(11);
    assertThat(answer.at("/request/cfg_scale").asDouble()).isEqualTo(7);
    assertThat(answer.at("/request/plugins/cache/threshold").asDouble()).isEqualTo(0.5);
    assertThat(answer.at("/warnings/0").asText()).isEqualTo("a key has no effect");
  }

  @Test
  void anInfotextFillsWhatARequestOfKilnsDoesNotSet() throws Exception {
    JsonNode answer =
        server
            .post(
                "/kiln/v1/txt2img",
                """
                {"infotext": "x", "steps": 20, "clip_skip": 1, "sampler": null,
                 "plugins": {"cache": {"start": 0.1}}}
                """)
            .json();

    assertThat(server.generator.requests)
        .containsExactly(
            GenerationRequest.of("a boat")
                .sampler("Euler")
                .with(RequestFields.OPERATORS, "sdp 1a2b3c4d")
                .plugin("cache", Map.of("threshold", 0.5, "start", 0.1))
                .build());
    assertThat(answer.at("/warnings/0").asText()).isEqualTo("a key has no effect");
  }

  @Test
  void theModelsDefaultsFillItWhereTheyAreAskedFor() throws Exception {
    server.post("/kiln/v1/txt2img", "{}");
    server.post("/kiln/v1/txt2img", "{\"defaults\": true, \"steps\": 3}");
    JsonNode asked = server.post("/kiln/v1/txt2img", "{\"defaults\": true}").json();

    assertThat(server.generator.requests)
        .extracting(GenerationRequest::steps)
        .containsExactly(20, 3, 12);
    assertThat(asked.at("/warnings/0").asText()).isEqualTo("a setting is wrong");
    server.post("/sdapi/v1/txt2img", "{}");
    assertThat(server.generator.requests).last().extracting(GenerationRequest::steps).isEqualTo(50);
  }

  @Test
  void anInfotextFillsWhatARequestOfWebuisDoesNotSet() throws Exception {
    Answer answer =
        server.post(
            "/sdapi/v1/txt2img",
            "{\"infotext\": \"x\", \"cfg_scale\": 3, \"sampler_name\": \"Euler a\"}");

    assertThat(server.generator.requests)
        .containsExactly(
            GenerationRequest.of("a boat")
                .steps(11)
                .cfgScale(3)
                .sampler("Euler a")
                .clipSkip(2)
                .with(RequestFields.OPERATORS, "sdp 1a2b3c4d")
                .plugin("cache", Map.of("threshold", 0.5))
                .build());
    assertThat(answer.json().at("/parameters/steps").asInt()).isEqualTo(11);
    assertThat(server.parse(answer.json().get("info").asText()).at("/warnings/0").asText())
        .isEqualTo("a key has no effect");
  }

  @Test
  void whatAWebuiRequestSetsStandsOverTheText() throws Exception {
    server.post(
        "/sdapi/v1/txt2img",
        """
        {"infotext": "x", "prompt": "mine", "steps": 4, "sampler_index": "DDIM",
         "override_settings": {"CLIP_stop_at_last_layers": 3}}
        """);

    GenerationRequest made = server.generator.requests.get(0);
    assertThat(made.prompt()).isEqualTo("mine");
    assertThat(made.steps()).isEqualTo(4);
    assertThat(made.sampler()).isEqualTo("DDIM");
    assertThat(made.clipSkip()).isEqualTo(3);
  }
}
