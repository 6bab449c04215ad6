package dev.kiln.plugin.upscalerdiffusion;

import static dev.kiln.plugin.upscalerdiffusion.TestingX4.windowed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.upscalerdiffusion.X4Settings.Sampler;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.upscale.UpscaleWatcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows, borders and time steps, by a model that looks at one place at a time. */
class EnlargementTest {
  private static final Picture PICTURE = picture(45, 26);

  private static Picture picture(int width, int height) {
    Picture picture = Picture.black(width, height);
    for (int i = 0; i < width * height; i++) {
      picture.set(i % width, i / width, i * 7 % 256, i * 11 % 256, i / width * 9);
    }
    return picture;
  }

  private static Picture enlarged(PointwiseModel model, X4Settings settings) {
    try (Enlargement enlargement = Enlargement.open(model, settings)) {
      return enlargement.of(PICTURE, Noise.ofSeed(0), UpscaleWatcher.NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 8", "16, 0", "24, 5", "33, 16"})
  void windowsGiveTheWholePicture(int tile, int overlap) {
    PointwiseModel model = new PointwiseModel();
    Picture whole = enlarged(new PointwiseModel(), windowed(0, 0));
    Picture made = enlarged(model, windowed(tile, overlap));
    assertThat(made.width()).isEqualTo(4 * 45);
    assertThat(made.height()).isEqualTo(4 * 26);
    for (int i = 0; i < made.rgba().length; i++) {
      assertThat(made.rgba()[i] & 0xff)
          .isBetween((whole.rgba()[i] & 0xff) - 1, (whole.rgba()[i] & 0xff) + 1);
    }
    int side = tile / 8 * 8;
    assertThat(model.seen)
        .as("no network sees more than a window")
        .containsOnly(
            Tensor.zeros(1, 7, side, side).toString(), Tensor.zeros(1, 4, side, side).toString());
  }

  @Test
  void aPicturesSizeNeedNotBeAMultipleOf8() {
    PointwiseModel model = new PointwiseModel();
    enlarged(model, windowed(0, 0));
    assertThat(model.seen).contains("Tensor[1, 7, 32, 48]", "Tensor[1, 4, 32, 48]");
    Tensor padded = Enlargement.padded(PICTURE);
    assertThat(padded.data()[47]).isEqualTo(PICTURE.at(44, 0, 0) / 127.5f - 1);
    assertThat(padded.data()[31 * 48]).isEqualTo(PICTURE.at(0, 25, 0) / 127.5f - 1);
  }

  @Test
  void equalTextsAreEvaluatedOnce() {
    PointwiseModel model = new PointwiseModel();
    enlarged(model, new X4Settings("a", "a", 20, 1, 9, Sampler.DDIM, 0, 0));
    assertThat(model.seen.get(0)).isEqualTo("Tensor[1, 7, 32, 48]");
    enlarged(model, new X4Settings("a", "b", 20, 1, 9, Sampler.DDIM, 0, 0));
    assertThat(model.seen.get(2)).isEqualTo("Tensor[2, 7, 32, 48]");
  }

  @Test
  void eachFormOfATimeStepIsFed() {
    X4Settings settings = new X4Settings("a", "b", 20, 1, 9, Sampler.EULER, 0, 0);
    for (PointwiseModel model : List.of(new PointwiseModel(), new PointwiseModel(1L))) {
      enlarged(model, settings);
      assertThat(model.times.get(0).data()).containsExactly(999);
    }
    PointwiseModel each = new PointwiseModel(-1L);
    enlarged(each, settings);
    assertThat(each.times.get(0).data()).containsExactly(999, 999);
  }

  @Test
  void noiseIsThatOfItsSeed() {
    Tensor noise = Noise.ofSeed(0).normal(2, 500);
    assertThat(noise.data()).isEqualTo(Noise.ofSeed(0).normal(2, 500).data());
    assertThat(noise.data()[0]).isEqualTo((float) new java.util.Random(0).nextGaussian());
    assertThat(noise.data()).isNotEqualTo(Noise.ofSeed(1).normal(2, 500).data());
  }

  @Test
  void pictureThatWouldNotFitIntoMemoryIsRefusedAtOnce() {
    PointwiseModel model = new PointwiseModel();
    try (Enlargement enlargement = Enlargement.open(model, windowed(16, 0))) {
      assertThatThrownBy(
              () -> enlargement.of(Picture.black(2500, 2000), Noise.ofSeed(0), UpscaleWatcher.NONE))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "pointwise makes 10000x8000 pixels of 2500x2000, and at most 64 million are held;"
                  + " take a smaller picture, or Lanczos");
    }
    assertThat(model.seen).isEmpty();
  }
}
