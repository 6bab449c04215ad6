package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the second pass does to pictures of the tiny model, 64x64 pixels. */
class HiresFixTest {
  private static final HiresOptions HALF =
      new HiresOptions(true, 1.5, 0, 0, "Latent", 3, 0.5, "", "", 0, "", "", "");

  /** Each pixel is that of its place. */
  static final class Nearest implements Upscalers {
    @Override
    public List<UpscalerInfo> infos() {
      return List.of(new UpscalerInfo("Nearest", 0, null));
    }

    @Override
    public UpscalerInfo info(String name) {
      if (!name.equals("Nearest")) {
        throw new BadRequest("unknown upscaler \"" + name + "\"; nearest: Nearest");
      }
      return infos().get(0);
    }

    @Override
    public Picture upscale(
        String name, Picture picture, int width, int height, UpscaleWatcher watcher) {
      watcher.progress(1, 1);
      Picture made = Picture.black(width, height);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int fromX = x * picture.width() / width;
          int fromY = y * picture.height() / height;
          made.set(
              x,
              y,
              picture.at(fromX, fromY, 0),
              picture.at(fromX, fromY, 1),
              picture.at(fromX, fromY, 2));
        }
      }
      return made;
    }
  }

  static HiresOptions with(String upscaler, double strength, int width, int height) {
    return new HiresOptions(true, 1.5, width, height, upscaler, 3, strength, "", "", 0, "", "", "");
  }

  private static TestingGeneration generation(HiresOptions options) {
    return TestingGeneration.standard()
        .plugin("hires-fix", new HiresFix(new Nearest()), options)
        .request(request -> request.steps(4));
  }

  private static Picture drawn(HiresOptions options) {
    return generation(options).run().pictures().get(0);
  }

  @Test
  void latentsAndPicturesAreDrawnAgainLarger() {
    Outcome latent = generation(HALF).run();
    Outcome pixels = generation(with("Nearest", 0.5, 0, 0)).run();
    for (Outcome outcome : List.of(latent, pixels)) {
      assertThat(outcome.pictures().get(0).width()).isEqualTo(96);
      assertThat(outcome.pictures().get(0).height()).isEqualTo(96);
      // Four steps and three.
      assertThat(outcome.evaluated()).hasSize(7);
    }
    assertThat(latent.pictures().get(0).rgba()).isNotEqualTo(pixels.pictures().get(0).rgba());
    assertThat(latent.infotext())
        .isEqualTo(
            Map.of(
                "Denoising strength", "0.5",
                "Hires upscale", "1.5",
                "Hires steps", "3",
                "Hires upscaler", "Latent"));
  }

  @Test
  void withoutStrengthThePictureIsEnlargedAlone() {
    Picture small = TestingGeneration.standard().request(it -> it.steps(4)).run().pictures().get(0);
    Picture large = drawn(with("Nearest", 0, 128, 0));
    assertThat(large.rgba())
        .isEqualTo(new Nearest().upscale("", small, 128, 128, UpscaleWatcher.NONE).rgba());
    assertThat(generation(with("Latent", 0, 128, 0)).run().evaluated()).hasSize(4);
  }

  @Test
  void theResultIsCutToItsSize() {
    for (String upscaler : List.of("Latent (nearest)", "Nearest")) {
      Picture cut = drawn(with(upscaler, 0.5, 96, 80));
      assertThat(List.of(cut.width(), cut.height())).as(upscaler).containsExactly(96, 80);
    }
    assertThat(generation(with("Nearest", 0.5, 96, 80)).run().infotext())
        .containsEntry("Hires resize", "96x80");
  }

  @Test
  void theSecondPassHasItsOwnSettings() {
    UnaryOperator<HiresOptions> other =
        it ->
            new HiresOptions(
                true, 1.5, 0, 0, "Latent", 2, 0.5, "Heun", "Karras", 3, "a boy", "day", "");
    Outcome outcome = generation(other.apply(HALF)).run();
    // Heun evaluates each step but the last one twice.
    assertThat(outcome.evaluated()).hasSize(4 + 3);
    assertThat(outcome.infotext())
        .containsEntry("Hires sampler", "Heun")
        .containsEntry("Hires schedule type", "Karras")
        .containsEntry("Hires CFG Scale", "3")
        .containsEntry("Hires prompt", "a boy")
        .containsEntry("Hires negative prompt", "day");
    HiresOptions same =
        new HiresOptions(
            true,
            1.5,
            0,
            0,
            "Latent",
            3,
            0.5,
            "Use same sampler",
            "Use same scheduler",
            0,
            "",
            "",
            "Use same checkpoint");
    assertThat(drawn(same).rgba()).isEqualTo(drawn(HALF).rgba());
  }

  @Test
  void eachPictureOfABatchIsDrawnAgain() {
    for (HiresOptions options : List.of(HALF, with("Nearest", 0.5, 0, 0))) {
      List<Picture> batch = generation(options).request(it -> it.batch(2, 1)).run().pictures();
      assertThat(batch).hasSize(2).allMatch(it -> it.width() == 96);
      assertThat(batch.get(0).rgba()).isNotEqualTo(batch.get(1).rgba());
    }
  }

  @Test
  void anUpscalerThatIsNotThereIsToldBeforeAnyWork() {
    TestingGeneration.Failed failed = generation(with("Nearst", 0.5, 0, 0)).fail();
    assertThat(failed.reason())
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            "hires-fix: unknown upscaler \"Nearst\"; nearest: Nearest; or one of: Latent,");
    assertThat(failed.opened()).isZero();
  }

  @Test
  void aPictureThatBeginsWithAnotherIsDrawnOnce() {
    PictureFile init =
        PictureFile.ofBase64("picture", new PictureCodec().encode(Picture.black(64, 64)));
    Outcome outcome =
        generation(HALF).request(it -> it.with(ImageFields.INIT_IMAGES, List.of(init))).run();
    assertThat(outcome.pictures().get(0).width()).isEqualTo(64);
    assertThat(outcome.warnings()).anyMatch(it -> it.startsWith("hires-fix: the picture begins"));
  }

  @Test
  void aSizeThatNoRequestMayHaveIsRefused() {
    assertThatThrownBy(() -> drawn(with("Latent", 0.5, 8, 8)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("width");
  }
}
