package dev.kiln.plugin.openaiapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.image.PngImage;
import dev.kiln.host.plugin.PluginIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeEventStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenAI's fields mean, and what is answered. */
class ImagesRouteTest {
  private final FakeHost host = new FakeHost();

  private static FakeApiCall generation(Object... fields) {
    Map<String, Object> body = new HashMap<>(Map.of("prompt", "a boat"));
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return new FakeApiCall("POST", ImagesRoute.GENERATIONS, Map.of(), body)
        .withHeader("Host", "kiln.example:81");
  }

  private static FakeApiCall form(String route, String... fields) {
    FakeApiCall call =
        new FakeApiCall("POST", route)
            .withPart("image", "image/png", FakeHost.CODEC.write(FakeHost.PAINTED));
    for (int i = 0; i < fields.length; i += 2) {
      call = call.withPart(fields[i], "", fields[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return call;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> answer(FakeApiCall call) throws Exception {
    return (Map<String, Object>) call.jsonFrom(host.images());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> first(Map<String, Object> answer) {
    return ((List<Map<String, Object>>) answer.get("data")).get(0);
  }

  private static byte[] file(Map<String, Object> entry) {
    return Base64.getDecoder().decode((String) entry.get("b64_json"));
  }

  private void demandRefusal(FakeApiCall call, String sentence) {
    assertThatThrownBy(() -> host.images().handle(call))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void aPromptAloneIsDrawnAsTheModelSays() throws Exception {
    Map<String, Object> answer = answer(generation());
    assertThat(host.last())
        .isEqualTo(Map.of("prompt", "a boat", "defaults", true, "batch_count", 1));
    byte[] png = file(first(answer));
    assertThat(FakeHost.CODEC.read("answer", png).rgba()).isEqualTo(FakeHost.PAINTED.rgba());
    assertThat(PngImage.parameters("answer", png)).contains("a boat\nSteps: 8");
    assertThat(answer)
        .containsEntry("size", "16x8")
        .containsEntry("output_format", "png")
        .containsEntry("quality", "auto")
        .containsEntry(
            "kiln",
            Map.of("infotexts", List.of("a boat\nSteps: 8"), "warnings", List.of("one thing")));
  }

  @Test
  void fieldsAreKilnsAndKilnsOwnStandOverThem() throws Exception {
    Map<String, Object> answer =
        answer(
            generation(
                "model", "anime/ink",
                "n", 3,
                "size", "512x768",
                "quality", "hd",
                "user", "me",
                "style", "vivid",
                "kiln", Map.of("steps", 5, "plugins", Map.of("step-cache", Map.of()))));
    assertThat(host.last())
        .isEqualTo(
            Map.of(
                "prompt",
                "a boat",
                "defaults",
                true,
                "model",
                "anime/Ink",
                "batch_count",
                3,
                "width",
                512,
                "height",
                768,
                "steps",
                5,
                "plugins",
                Map.of("step-cache", Map.of())));
    assertThat((List<?>) answer.get("data")).hasSize(3);
    assertThat((Map<?, ?>) answer.get("kiln"))
        .extracting("warnings")
        .isEqualTo(List.of("style has no effect in Kiln", "one thing"));
  }

  @ParameterizedTest
  @CsvSource({"gpt-image-1, default", "ANIME/INK, anime/Ink", "'', default"})
  void anUnknownModelIsTheCurrentOneAndAHeaderNamesIt(String named, String drawn) throws Exception {
    ApiResponse answer = host.images().handle(generation("model", named));
    assertThat(((ApiResponse.Headed) answer).headers()).containsEntry(ImagesRoute.MODEL, drawn);
  }

  @ParameterizedTest
  @CsvSource({
    "dall-e-3, '', true",
    "gpt-image-1, '', false",
    "'', url, true",
    "dall-e-3, b64_json, false"
  })
  void olderModelsAnswerWithAddressesUnlessTheFormatIsNamed(
      String model, String format, boolean url) throws Exception {
    Map<String, Object> entry =
        first(answer(generation("model", model, "response_format", format)));
    assertThat(entry.keySet()).containsExactly(url ? "url" : "b64_json");
    if (url) {
      assertThat(entry).containsEntry("url", "http://kiln.example:81/kiln/v1/jobs/job-7/images/0");
    }
  }

  @ParameterizedTest
  @CsvSource({"jpeg, ffd8ff", "webp, 524946", "png, 89504e"})
  void filesAreOfTheFormatThatIsAskedFor(String format, String magic) throws Exception {
    Map<String, Object> answer =
        answer(generation("output_format", format, "output_compression", 90));
    byte[] file = file(first(answer));
    assertThat(file).startsWith(HexFormat.of().parseHex(magic));
    assertThat(FakeHost.CODEC.read("answer", file).at(5, 5, 0)).isCloseTo(200, within(8));
  }

  @Test
  void aFormCarriesKilnsFieldsAsJsonOrInParts() throws Exception {
    answer(form(ImagesRoute.EDITS, "prompt", "a boat", "kiln", "{\"steps\": 3}"));
    assertThat(host.last().get("steps")).isEqualTo(3);
    answer(
        form(
            ImagesRoute.EDITS,
            "prompt",
            "a boat",
            "n",
            "2",
            "kiln[negative_prompt]",
            "7",
            "kiln[plugins][step-cache][threshold]",
            "0.1"));
    assertThat(host.last().get("batch_count")).isEqualTo(2);
    assertThat(host.last().get("negative_prompt")).isEqualTo("7");
    assertThat(host.last().get("plugins"))
        .isEqualTo(Map.of("step-cache", Map.of("threshold", 0.1)));
  }

  @Test
  void whereTheMaskIsTransparentIsDrawnAnew() throws Exception {
    Picture mask = Picture.black(16, 8);
    mask.rgba()[3] = 0;
    answer(
        form(ImagesRoute.EDITS, "prompt", "a boat")
            .withPart("mask", "image/png", FakeHost.CODEC.write(mask)));
    Picture place = FakeHost.CODEC.decode("mask", (String) host.last().get("mask"));
    assertThat(List.of(place.at(0, 0, 0), place.at(1, 0, 0))).containsExactly(255, 0);
    assertThat(host.last().get("denoising_strength")).isEqualTo(1.0);
    Picture whole = FakeHost.CODEC.decode("image", first(host.last().get("init_images")));
    assertThat(whole.rgba()).isEqualTo(FakeHost.PAINTED.rgba());
  }

  private static String first(Object list) {
    return (String) ((List<?>) list).get(0);
  }

  @Test
  void aTransparentPictureIsItsOwnMaskAndAnOpaqueOneHasNone() throws Exception {
    answer(form(ImagesRoute.EDITS, "prompt", "a boat"));
    assertThat(host.last().keySet()).doesNotContain("mask", "denoising_strength");
    Picture hole = Picture.black(8, 8);
    hole.rgba()[7] = 0;
    answer(
        form(ImagesRoute.EDITS, "prompt", "a boat")
            .withPart("image", "image/png", FakeHost.CODEC.write(hole)));
    Picture place = FakeHost.CODEC.decode("mask", (String) host.last().get("mask"));
    assertThat(List.of(place.at(0, 0, 0), place.at(1, 0, 0))).containsExactly(0, 255);
  }

  @Test
  void aVariationNeedsNoPrompt() throws Exception {
    answer(form(ImagesRoute.VARIATIONS));
    assertThat(host.last().get("denoising_strength")).isEqualTo(0.6);
  }

  @Test
  void whatCannotBeIsSaidBeforeAnythingIsDrawn() {
    demandRefusal(generation("prompt", " "), "prompt is empty; say what to draw");
    demandRefusal(
        new FakeApiCall("POST", ImagesRoute.EDITS).withPart("n", "", new byte[] {'1'}),
        "prompt is missing; say what to draw");
    demandRefusal(
        generation("response_format", "json"),
        "response_format is \"json\"; it must be url, b64_json");
    demandRefusal(generation("n", 11), "n is \"11\"; it must be a whole number from 1 to 10");
    demandRefusal(
        generation("size", "large"),
        "size is \"large\"; it must be auto, or width and height as 512x512");
    demandRefusal(
        generation("background", "transparent"),
        "background is transparent, which no model of Kiln draws; take opaque or auto");
    demandRefusal(
        generation("response_format", "url", "output_format", "jpeg"),
        "response_format is url, which serves PNG files; leave out output_format, or take b64_json");
    demandRefusal(
        generation("kiln", "fast"),
        "kiln is \"fast\"; it must be an object with fields of /kiln/v1");
    demandRefusal(
        new FakeApiCall("POST", ImagesRoute.EDITS).withPart("prompt", "", new byte[] {'a'}),
        "there is no picture; send one as the form's image");
    demandRefusal(
        form(ImagesRoute.EDITS, "prompt", "a")
            .withPart("mask", "image/png", FakeHost.CODEC.write(FakeHost.PAINTED)),
        "mask has no transparent pixels; make those transparent that are to be drawn anew");
    assertThat(host.asked).isEmpty();
  }

  @Test
  void nothingThatWasSentIsLeftOutInSilence() {
    demandRefusal(
        form(ImagesRoute.EDITS, "prompt", "a")
            .withPart("image[]", "image/png", FakeHost.CODEC.write(FakeHost.PAINTED)),
        "there are both image and image[]; send one picture");
    String whole =
        "a variation takes neither prompt nor mask; send them with the picture to /v1/images/edits";
    demandRefusal(form(ImagesRoute.VARIATIONS, "prompt", "a"), whole);
    demandRefusal(
        form(ImagesRoute.VARIATIONS)
            .withPart("mask", "image/png", FakeHost.CODEC.write(FakeHost.PAINTED)),
        whole);
    assertThat(host.asked).isEmpty();
  }

  @Test
  void aStreamHasAsManyPartialPicturesAsAskedForAndThenAllPictures() throws Exception {
    ApiResponse answer =
        host.images().handle(generation("stream", true, "partial_images", 3, "n", 2));
    ApiResponse.Events events = (ApiResponse.Events) ((ApiResponse.Headed) answer).answer();
    FakeEventStream listener = new FakeEventStream();
    events.source().sendTo(listener);
    assertThat(listener.events())
        .extracting(FakeEventStream.Event::name)
        .containsExactly(
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.completed",
            "image_generation.completed");
    assertThat((Map<?, ?>) listener.events().get(2).json())
        .extracting("type", "partial_image_index", "size")
        .containsExactly("image_generation.partial_image", 2, "2x1");
  }

  @Test
  void everyFieldIsAPartOfTheForm() throws IOException {
    try (InputStream index = ImagesRoute.class.getResourceAsStream("/" + PluginIndex.FILE)) {
      PluginIndex.read(index).extensions().stream()
          .flatMap(extension -> extension.routes().stream())
          .filter(route -> !route.takes().parts().isEmpty())
          .forEach(
              route -> {
                Set<String> fields = new TreeSet<>(route.takes().parts());
                fields.removeAll(List.of("image", "image[]", "mask"));
                assertThat(Requests.READ).as(route.path()).containsAll(fields);
                assertThat(route.path().equals(ImagesRoute.EDITS))
                    .isEqualTo(fields.equals(new TreeSet<>(Requests.READ)));
              });
    }
  }
}
