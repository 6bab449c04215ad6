package dev.kiln.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.Picture;
import dev.kiln.host.testing.TinyModel;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's interface over an engine in the process. */
class KilnImageModelTest {
  @TempDir static Path folder;
  private static Kiln kiln;
  private static ImageModel model;

  @BeforeAll
  static void open() throws IOException {
    Path models = TinyModel.copyTo(folder.resolve("models"));
    kiln = Kiln.open(o -> o.models(models).home(folder.resolve("home")));
    model = builder().build();
  }

  private static KilnImageModel.Builder builder() {
    return KilnImageModel.builder().kiln(kiln).size(64, 64).steps(2).seed(5);
  }

  @AfterAll
  static void close() {
    kiln.close();
  }

  private static BufferedImage pixels(Image image) {
    return Picture.of(Base64.getDecoder().decode(image.base64Data())).image();
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void aPictureIsTheOneThatKilnDraws() {
    Response<Image> response = model.generate("a girl");
    Picture expected = kiln.txt2img(r -> r.prompt("a girl").size(64, 64).steps(2).seed(5));
    assertThat(rgb(pixels(response.content()))).isEqualTo(rgb(expected.image()));
    assertThat(response.content().mimeType()).isEqualTo("image/png");
    assertThat(response.metadata())
        .containsEntry("model", "tiny")
        .containsEntry("seeds", List.of(5L))
        .containsEntry("infotexts", List.of(expected.infotext()))
        .containsEntry("warnings", List.of());
  }

  @Test
  void severalPicturesHaveSeedsOneAfterTheOther() {
    Response<List<Image>> response = model.generate("a girl", 2);
    assertThat(response.content()).hasSize(2);
    assertThat(response.metadata()).containsEntry("seeds", List.of(5L, 6L));
    assertThatThrownBy(() -> model.generate("a girl", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 pictures were asked for; ask for one at least");
  }

  @Test
  void settingsReachTheRequest() {
    ImageModel other =
        builder()
            .modelName("tiny")
            .negativePrompt("rain")
            .request(r -> r.sampler("Heun").cfgScale(3))
            .build();
    assertThat(other.generate("a girl").metadata().get("infotexts").toString())
        .contains("Negative prompt: rain", "Sampler: Heun", "CFG scale: 3", "Seed: 5");
  }

  @Test
  void anEditIsTheOneThatKilnDraws() {
    Image first = model.generate("a girl").content();
    Image edited = builder().strength(0.4).build().edit(first, "a boy").content();
    Picture begin = Picture.of(Base64.getDecoder().decode(first.base64Data()));
    Picture expected =
        kiln.img2img(
            r -> r.image(begin).prompt("a boy").strength(0.4).size(64, 64).steps(2).seed(5));
    assertThat(rgb(pixels(edited))).isEqualTo(rgb(expected.image()));
  }

  @Test
  void aMaskIsTransparentOrWhiteWhereThePictureIsDrawnAnew() {
    Image first = model.generate("a girl").content();
    BufferedImage white = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    white.createGraphics().fillRect(32, 0, 32, 64);
    BufferedImage clear = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
    clear.createGraphics().fillRect(0, 0, 32, 64);
    ImageModel whole =
        builder()
            .strength(1)
            .request(r -> r.field("mask_blur_x", 0).field("mask_blur_y", 0))
            .build();
    BufferedImage byWhite = pixels(whole.edit(first, image(white), "a boy").content());
    BufferedImage byClear = pixels(whole.edit(first, image(clear), "a boy").content());
    assertThat(rgb(byClear)).isEqualTo(rgb(byWhite)).isNotEqualTo(rgb(pixels(first)));
    assertThat(byWhite.getRGB(2, 32)).isEqualTo(pixels(first).getRGB(2, 32));
  }

  private static void illegal(String sentence, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
  }

  private static BufferedImage white(int side) {
    return new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
  }

  private static Image image(BufferedImage picture) {
    return Image.builder().base64Data(Picture.of(picture).base64()).build();
  }

  @Test
  void whatCannotBeUsedIsSaid() {
    assertThatThrownBy(() -> KilnImageModel.builder().build())
        .isInstanceOf(KilnException.class)
        .hasMessage("there is no Kiln to draw with; open one by Kiln.open and give it by kiln");
    Image far = Image.builder().url(URI.create("http://127.0.0.1/a.png")).build();
    assertThatThrownBy(() -> model.edit(far, "a boy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the picture has no base64Data; nothing is fetched from its url");
    illegal("prompt is blank; say what to draw", () -> model.generate(" "));
    illegal("prompt is null; say what to draw", () -> model.generate(null, 2));
    Image near = Image.builder().base64Data("AAAA").build();
    illegal("prompt is blank; say what to draw", () -> model.edit(image(white(8)), ""));
    illegal("the picture is null; give one with base64Data", () -> model.edit(null, "a boy"));
    illegal("the mask is null; give one with base64Data", () -> model.edit(near, null, "a boy"));
    for (int several : List.of(0, 3)) {
      illegal(
          "the settings of the model ask for %d pictures, and a call says how many there are;"
                  .formatted(several)
              + " leave batchCount and batchSize out, and call generate(prompt, n)",
          () -> builder().request(r -> r.batchCount(several)).build().generate("a girl"));
    }
    assertThatThrownBy(() -> model.generate("a girl", 2000))
        .isInstanceOf(KilnException.class)
        .hasMessage("batch count is 2000; it must be 1 to 1000");
  }
}
