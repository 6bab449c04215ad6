package dev.kiln.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.api.plugin.ControlUnit;
import dev.kiln.api.plugin.Hires;
import dev.kiln.api.plugin.Regions;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests as the fields of {@code /kiln/v1}. */
class RequestBuilderTest {
  private static final Picture MAP =
      Picture.of(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));

  @Test
  void whatIsNotSaidIsNotThere() {
    assertThat(DrawRequest.txt2img(r -> r.prompt("")).fields())
        .isEqualTo(Map.of("defaults", true, "prompt", ""));
    assertThat(DrawRequest.txt2img(r -> r.prompt("a").seed(3).size(64, 72)).fields())
        .isEqualTo(Map.of("defaults", true, "prompt", "a", "seed", 3L, "width", 64, "height", 72));
  }

  @Test
  void lorasStandBehindThePrompt() {
    assertThat(
            DrawRequest.txt2img(r -> r.lora("cape", 0.8).prompt("a girl").lora("couple", 1))
                .fields())
        .containsEntry("prompt", "a girl <lora:cape:0.8> <lora:couple:1.0>");
    assertThat(DrawRequest.txt2img(r -> r.lora("cape", 0.8)).fields())
        .containsEntry("prompt", "<lora:cape:0.8>");
  }

  @Test
  void optionsOfAPluginAddUp() {
    DrawRequest request =
        DrawRequest.txt2img(
            r ->
                r.prompt("a")
                    .with("step-cache")
                    .with("freeu", "b1", 1.3)
                    .with("freeu", "b2", 1.4)
                    .with(Hires.scale(2).strength(0.5))
                    .with(ControlUnit.of("pose", MAP).weight(0.7))
                    .with(ControlUnit.of("seg", MAP).preprocessor("seg_ofade20k")));
    assertThat(request.fields())
        .containsEntry(
            "plugins",
            Map.of(
                "step-cache", Map.of(),
                "freeu", Map.of("b1", 1.3, "b2", 1.4),
                "hires-fix", Map.of("enabled", true, "scale", 2.0, "strength", 0.5),
                "controlnet",
                    Map.of(
                        "units",
                        List.of(
                            Map.of("model", "pose", "image", MAP.base64(), "weight", 0.7),
                            Map.of(
                                "model",
                                "seg",
                                "image",
                                MAP.base64(),
                                "module",
                                "seg_ofade20k")))));
  }

  @Test
  void regionsAreCellsOfAPictureThatIsOneCell() {
    assertThat(
            Regions.attention()
                .everywhere(0.5)
                .region(0.25, 0, 0.5, 1, 1)
                .with("softBorder", 16)
                .options())
        .isEqualTo(
            Map.of(
                "mode", "attention",
                "divisions", "1:1,1:1",
                "positions", "0.0-1.0:0.0-1.0,0.0-1.0:0.25-0.75",
                "weights", "0.5,1.0",
                "softBorder", 16));
  }

  @Test
  void whoAsksForOnePictureMayNotGetSeveral() {
    String sentence = "the request asks for several pictures; Kiln.draw gives all of them";
    assertThat(DrawRequest.txt2img(r -> r.prompt("").batchSize(2).batchCount(3)).pictures())
        .isEqualTo(6);
    assertThatThrownBy(() -> DrawRequest.txt2img(r -> r.prompt("").batchCount(2)).demandOne())
        .hasMessage(sentence);
    assertThatThrownBy(() -> DrawRequest.img2img(r -> r.prompt("").image(MAP, MAP)).demandOne())
        .hasMessage(sentence);
    assertThat(DrawRequest.img2img(r -> r.prompt("").image(MAP)).demandOne().pictures()).isOne();
  }

  @Test
  void withoutAnEngineOnTheClassPathThatIsSaid() {
    assertThatThrownBy(() -> Kiln.open(Path.of("models")))
        .isInstanceOf(KilnException.class)
        .hasMessage("no engine is on the class path; add dev.kiln:kiln-engine");
  }
}
