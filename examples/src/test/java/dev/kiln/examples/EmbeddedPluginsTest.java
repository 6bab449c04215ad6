package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawn;
import dev.kiln.api.Kiln;
import dev.kiln.api.Picture;
import dev.kiln.api.PluginInfo;
import dev.kiln.api.plugin.ControlUnit;
import dev.kiln.api.plugin.Hires;
import dev.kiln.api.plugin.Regions;
import java.awt.image.BufferedImage;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped plugins on the class path of a program, by their typed options. */
class EmbeddedPluginsTest {
  private static final Path MODELS = Path.of(System.getProperty("kiln.root"), "models");

  @TempDir static Path folder;
  private static Kiln kiln;

  @BeforeAll
  static void open() {
    kiln = Kiln.open(o -> o.models(MODELS).home(folder));
  }

  @AfterAll
  static void close() {
    kiln.close();
  }

  @Test
  void allOfThemAreFound() {
    assertThat(kiln.plugins())
        .extracting(PluginInfo::id)
        .contains("lora", "controlnet", "hires-fix", "latent-couple", "live-preview");
    assertThat(kiln.plugins()).allSatisfy(it -> assertThat(it.reason()).isEmpty());
    assertThat(URLConnection.getDefaultUseCaches("jar")).as("of the program").isTrue();
  }

  @Test
  void aPictureIsDrawnOnceMoreAtTwiceTheSize() {
    Picture picture =
        kiln.txt2img(
            r -> r.prompt("a girl").steps(2).size(64, 64).with(Hires.scale(2).strength(0.5)));
    assertThat(picture.width()).isEqualTo(128);
    assertThat(picture.infotext()).contains("Hires upscale: 2", "Denoising strength: 0.5");
  }

  @Test
  void aPictureFollowsAMapWithinItsRegions() {
    Picture map = kiln.txt2img(r -> r.prompt("a boy, beach").steps(2).size(64, 64));
    DrawRequest request =
        DrawRequest.txt2img(
            r ->
                r.prompt("two AND a boy with blue hair AND a girl with red hair")
                    .steps(2)
                    .size(64, 64)
                    .with(
                        Regions.attention()
                            .everywhere(0.5)
                            .region(0, 0, 0.5, 1, 0.5)
                            .region(0.5, 0, 0.5, 1, 0.5)
                            .with("visualize", true))
                    .with(ControlUnit.of("seg", map).preprocessor("seg_ofade20k").weight(0.8)));
    Drawn drawn = kiln.draw(request);
    assertThat(drawn.pictures()).hasSize(1);
    assertThat(drawn.extras()).hasSize(2);
    assertThat(drawn.picture().infotext()).contains("ControlNet 0: ", "seg_ofade20k");
  }

  @Test
  void aPictureIsEnlargedAndShownWhileItIsDrawn() {
    AtomicReference<Optional<BufferedImage>> preview = new AtomicReference<>(Optional.empty());
    Picture picture =
        kiln.txt2img(
            r -> r.prompt("a girl").lora("cape", 0.8).steps(8).size(64, 64),
            progress -> preview.set(progress.preview().or(preview::get)));
    assertThat(preview.get().orElseThrow().getWidth()).isEqualTo(8);
    assertThat(picture.infotext()).contains("<lora:cape:0.8>", "Lora hashes");
    Picture large = kiln.upscale(u -> u.image(picture).scale(4));
    assertThat(large.width()).isEqualTo(256);
    assertThat(large.height()).isEqualTo(256);
  }
}
