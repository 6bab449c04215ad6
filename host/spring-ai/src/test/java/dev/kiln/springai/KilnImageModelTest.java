package dev.kiln.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.Picture;
import dev.kiln.host.testing.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.content.Media;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

/** Spring AI's interface over an engine in the process. */
class KilnImageModelTest {
  @TempDir static Path folder;
  private static Kiln kiln;
  private static ImageModel model;

  @BeforeAll
  static void open() throws IOException {
    Path models = TinyModel.copyTo(folder.resolve("models"));
    kiln = Kiln.open(o -> o.models(models).home(folder.resolve("home")));
    model =
        new KilnImageModel(
            kiln, KilnImageOptions.builder().width(64).height(64).steps(2).seed(5).build());
  }

  @AfterAll
  static void close() {
    kiln.close();
  }

  private static int[] pixels(Picture picture) {
    BufferedImage image = picture.image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static Picture picture(ImageGeneration generation) {
    return Picture.of(Base64.getDecoder().decode(generation.getOutput().getB64Json()));
  }

  private static String infotext(ImageResponse response) {
    return ((KilnImageMetadata) response.getResult().getMetadata()).infotext();
  }

  @Test
  void aPictureIsTheOneThatKilnDraws() {
    ImageResponse response = model.call(new ImagePrompt("a girl"));
    Picture expected = kiln.txt2img(r -> r.prompt("a girl").size(64, 64).steps(2).seed(5));
    assertThat(pixels(picture(response.getResult()))).isEqualTo(pixels(expected));
    assertThat(response.getResult().getMetadata())
        .isEqualTo(new KilnImageMetadata(5, expected.infotext()));
    assertThat(response.getMetadata().<String>get("model")).isEqualTo("tiny");
    assertThat(response.getMetadata().<List<String>>get("warnings")).isEmpty();
  }

  @Test
  void optionsOfThePromptStandOverTheDefaults() {
    KilnImageOptions options =
        KilnImageOptions.builder()
            .n(2)
            .model("tiny")
            .steps(3)
            .sampler("Heun")
            .scheduler("Karras")
            .cfgScale(3)
            .negativePrompt("rain")
            .build();
    ImageResponse response = model.call(new ImagePrompt("a girl", options));
    assertThat(response.getResults())
        .extracting(it -> ((KilnImageMetadata) it.getMetadata()).seed())
        .containsExactly(5L, 6L);
    assertThat(infotext(response))
        .contains(
            "Negative prompt: rain",
            "Steps: 3",
            "Sampler: Heun",
            "Schedule type: Karras",
            "CFG scale: 3",
            "Size: 64x64");
  }

  @Test
  void portableOptionsAreTakenAndAStyleIsAWarning() {
    var options =
        ImageOptionsBuilder.builder()
            .n(2)
            .width(72)
            .height(64)
            .responseFormat("b64_json")
            .style("vivid")
            .build();
    ImageResponse response = model.call(new ImagePrompt("a girl", options));
    assertThat(response.getResults()).hasSize(2);
    assertThat(picture(response.getResult()).width()).isEqualTo(72);
    assertThat(response.getMetadata().<List<String>>get("warnings"))
        .containsExactly("style is vivid, which has no effect; say it in the prompt");
  }

  @Test
  void weightsOfMessagesAreEmphasisAndNegativePrompts() {
    List<ImageMessage> messages =
        List.of(
            new ImageMessage("a girl"),
            new ImageMessage("a red skirt", 1.2f),
            new ImageMessage("rain", -1f));
    assertThat(infotext(model.call(new ImagePrompt(messages))))
        .startsWith("a girl, (a red skirt:1.2)\nNegative prompt: rain\n");
  }

  @Test
  void aPictureIsDrawnUponTheOneThatAMessageHas() {
    Picture first = kiln.txt2img(r -> r.prompt("a girl").size(64, 64).steps(2).seed(9));
    Media media =
        Media.builder()
            .mimeType(MimeTypeUtils.IMAGE_PNG)
            .data(new ByteArrayResource(first.png()))
            .build();
    ImageMessage message = new ImageMessage("a boy", null, List.of(media), Map.of());
    KilnImageOptions options = KilnImageOptions.builder().strength(0.5).build();
    ImageResponse response = model.call(new ImagePrompt(message, options));
    Picture expected =
        kiln.img2img(
            r -> r.image(first).prompt("a boy").strength(0.5).size(64, 64).steps(2).seed(5));
    assertThat(pixels(picture(response.getResult()))).isEqualTo(pixels(expected));
  }

  @Test
  void whatCannotBeHonouredIsRefused() {
    illegal(
        "responseFormat is url, and pictures come as b64_json; leave it out",
        new ImagePrompt("a girl", ImageOptionsBuilder.builder().responseFormat("url").build()));
    String blank = "prompt is blank; say what to draw in a message without a negative weight";
    illegal(blank, new ImagePrompt(" "));
    illegal(blank, new ImagePrompt(List.of(new ImageMessage("rain", -1f))));
    Media far =
        Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data("http://127.0.0.1/a").build();
    illegal(
        "the medium of a message is an address, from which nothing is fetched; give its bytes",
        new ImagePrompt(List.of(new ImageMessage("a girl", null, List.of(far), Map.of()))));
    for (float weight : List.of(Float.NaN, Float.NEGATIVE_INFINITY)) {
      illegal(
          "the weight of a message is " + weight + "; it must be a finite number",
          new ImagePrompt(List.of(new ImageMessage("a girl", weight))));
    }
  }

  private static void illegal(String sentence, ImagePrompt prompt) {
    assertThatThrownBy(() -> model.call(prompt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void whatCannotBeDrawnIsSaid() {
    KilnImageOptions options = KilnImageOptions.builder().plugin("nope", "amount", 1).build();
    assertThatThrownBy(() -> model.call(new ImagePrompt("a girl", options)))
        .isInstanceOf(KilnException.class)
        .hasMessageStartingWith("there is no plugin 'nope'");
  }
}
