package dev.kiln.plugin.softinpainting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken, bound to options, asked as webUI's clients ask. */
class SoftInpaintingJarTest {
  private static final String ID = "soft-inpainting";
  private static final int SIDE = 64;

  /** White in the middle, with soft edges. */
  private static Picture mask() {
    Picture mask = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int distance = Math.max(Math.abs(i % SIDE - 32), Math.abs(i / SIDE - 32));
      int level = Math.max(0, Math.min(255, 12 * (26 - distance)));
      mask.set(i % SIDE, i / SIDE, level, level, level);
    }
    return mask;
  }

  private static GenerationRequestBuilder redraw(GenerationRequestBuilder request) {
    Picture picture = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      picture.set(i % SIDE, i / SIDE, 200, 4 * (i % SIDE), 90);
    }
    return request
        .with(ImageFields.INIT_IMAGES, List.of(file(picture)))
        .with(ImageFields.MASK, Optional.of(file(mask())))
        .with(ImageFields.MASK_BLUR_X, 0)
        .with(ImageFields.MASK_BLUR_Y, 0);
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  @Test
  void droppedInItUnderstandsWebuisArguments(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      List<Object> arguments = List.of(true, 1, 0.5, 4, 0, 0.5, 2);
      Map<String, Map<String, Object>> options =
          host.plugins()
              .services()
              .fromWebui(
                  Map.of("alwayson_scripts", Map.of("Soft Inpainting", Map.of("args", arguments))));
      assertThat(options.get(ID))
          .containsEntry("enabled", true)
          .containsEntry("preservation", 0.5)
          .containsEntry("differenceContrast", 2);
      GeneratedImage hard = host.generate(SoftInpaintingJarTest::redraw).images().get(0);
      GeneratedImage soft =
          host.generate(it -> redraw(it).plugin(ID, options.get(ID))).images().get(0);
      assertThat(soft.infotext())
          .contains(
              "Soft inpainting enabled: True, Soft inpainting schedule bias: 1,"
                  + " Soft inpainting preservation strength: 0.5");
      assertThat(soft.rgb()).isNotEqualTo(hard.rgb());
      GeneratedImage without =
          host.generate(it -> redraw(it).plugin(ID, Map.of("enabled", false))).images().get(0);
      assertThat(without.rgb()).isEqualTo(hard.rgb());
      assertThat(without.infotext()).doesNotContain("Soft inpainting");
    }
  }

  /** There is nothing to blend, and the picture is that of a request without the plugin. */
  @Test
  void withoutAMaskItDoesNothing(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      GeneratedImage plain = host.generate(it -> it).images().get(0);
      GeneratedImage asked = host.generate(it -> it.plugin(ID, Map.of())).images().get(0);
      assertThat(asked.rgb()).isEqualTo(plain.rgb());
      assertThat(asked.infotext()).doesNotContain("Soft inpainting");
    }
  }
}
