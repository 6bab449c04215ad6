package dev.kiln.plugin.upscalerdiffusion;

import static dev.kiln.plugin.upscalerdiffusion.TestingX4.FOLDER;
import static dev.kiln.plugin.upscalerdiffusion.TestingX4.GOLDEN;
import static dev.kiln.plugin.upscalerdiffusion.TestingX4.SINGLE;
import static dev.kiln.plugin.upscalerdiffusion.TestingX4.golden;
import static dev.kiln.plugin.upscalerdiffusion.TestingX4.plain;
import static dev.kiln.plugin.upscalerdiffusion.TestingX4.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.Safetensors;
import dev.kiln.plugin.upscalerdiffusion.X4Settings.Sampler;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.upscale.UpscaleWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** golden.py's results by diffusers: latents within 1e-3 relative, all else within 1e-4. */
class DiffusersGoldenTest {
  private static final double LATENTS = 1e-3;
  private static final double PARTS = 1e-4;
  private static final int WIDTH = 24;
  private static final int HEIGHT = 16;

  @TempDir static Path temp;
  private static TestingX4 models;

  @BeforeAll
  static void open() {
    models = new TestingX4(temp).withFolder().withSingleFile();
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static Tensor latents(DiffusionModel model, X4Settings settings) {
    try (Enlargement enlargement = Enlargement.open(model, settings)) {
      Tensor colors = Enlargement.padded(TestingX4.picture());
      return enlargement.latents(
          enlargement.noised(colors, TestingX4.noise()),
          TestingX4.noise(),
          new Progress(UpscaleWatcher.NONE, settings.steps()));
    }
  }

  private static void demandLatents(String name, Tensor found) {
    assertThat(Safetensors.difference(found, golden(name, 4, HEIGHT, WIDTH))).isLessThan(LATENTS);
  }

  @ParameterizedTest
  @CsvSource({"euler, EULER, 10", "ddim, DDIM, 10", "ddim_30, DDIM, 30"})
  void latentsEqualThoseOfDiffusers(String name, Sampler sampler, int steps) {
    demandLatents(name, latents(models.model(FOLDER), settings(sampler, steps)));
  }

  @Test
  void withoutGuidanceNothingIsRunForTheNegativePrompt() {
    demandLatents("euler_unguided", latents(models.model(FOLDER), plain(350)));
  }

  @ParameterizedTest
  @CsvSource({"euler_trailing, EULER", "ddim_trailing, DDIM"})
  void schedulerSaysHowTimeStepsAreChosen(String name, Sampler sampler, @TempDir Path other)
      throws IOException {
    try (TestingX4 changed = new TestingX4(other).withFolder()) {
      Path file = other.resolve("models/" + FOLDER + "/scheduler/scheduler_config.json");
      String config = Files.readString(file);
      Files.writeString(file, config.replaceFirst("\\{", "{\"timestep_spacing\": \"trailing\","));
      demandLatents(name, latents(changed.model(FOLDER), settings(sampler, 10)));
    }
  }

  @ParameterizedTest
  @CsvSource({"noised, 20", "noised_350, 350"})
  void pictureGetsTheNoiseOfItsLevel(String name, int level) {
    try (Enlargement enlargement = Enlargement.open(models.model(FOLDER), plain(level))) {
      Tensor noised =
          enlargement.noised(Enlargement.padded(TestingX4.picture()), TestingX4.noise());
      assertThat(Safetensors.difference(noised, golden(name, 3, HEIGHT, WIDTH))).isLessThan(PARTS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FOLDER, SINGLE})
  void textsAreEmbeddedByTheLayerThatTheModelWasTrainedOn(String name) {
    List<Tensor> found = models.model(name).embed(List.of(TestingX4.PROMPT, TestingX4.NEGATIVE));
    assertThat(Safetensors.difference(found.get(0), golden("cond", 77, 24))).isLessThan(PARTS);
    assertThat(Safetensors.difference(found.get(1), golden("uncond", 77, 24))).isLessThan(PARTS);
  }

  @ParameterizedTest
  @CsvSource({FOLDER + ", 0", FOLDER + ", 20", FOLDER + ", 350", SINGLE + ", 20"})
  void unetHearsTheNoiseLevel(String name, int level) {
    Tensor sample = Tensor.zeros(1, 7, HEIGHT, WIDTH);
    int latents = 4 * HEIGHT * WIDTH;
    System.arraycopy(GOLDEN.tensor("noise_latents").data(), 0, sample.data(), 0, latents);
    System.arraycopy(
        GOLDEN.tensor("noise_picture").data(), 0, sample.data(), latents, 3 * HEIGHT * WIDTH);
    Tensor predicted = Tensor.zeros(4, HEIGHT, WIDTH);
    List<Tensor> text = List.of(golden("cond", 77, 24));
    try (GuidedUnet unet = GuidedUnet.open(models.model(name), text, plain(level))) {
      unet.predict(sample, 431.5, predicted);
    }
    assertThat(Safetensors.difference(predicted, golden("unet_" + level, 4, HEIGHT, WIDTH)))
        .isLessThan(PARTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {FOLDER, SINGLE})
  void decoderMakesFourPixelsOfOne(String name) {
    Tensor window = golden("euler", 1, 4, HEIGHT, WIDTH);
    for (int i = 0; i < window.size(); i++) {
      window.data()[i] /= 0.08333f;
    }
    try (WindowDecoder decoder = new WindowDecoder(models.model(name))) {
      assertThat(Safetensors.difference(decoder.decoded(window), GOLDEN.tensor("decoded")))
          .isLessThan(PARTS);
    }
  }

  @Test
  void pictureIsThatOfTheDecodedLatents() {
    Picture made;
    try (Enlargement enlargement =
        Enlargement.open(models.model(FOLDER), settings(Sampler.EULER, 10))) {
      made = enlargement.of(TestingX4.picture(), TestingX4.noise(), UpscaleWatcher.NONE);
    }
    Tensor decoded = GOLDEN.tensor("decoded");
    int plane = 16 * WIDTH * HEIGHT;
    for (int i = 0; i < 3 * plane; i++) {
      double color = 255 * Math.max(0, Math.min(1, decoded.data()[i] / 2 + 0.5));
      int pixel = i % plane;
      assertThat((double) made.at(pixel % made.width(), pixel / made.width(), i / plane))
          .isBetween(color - 1, color + 1);
    }
  }

  @Test
  void singleFileGivesTheSameAsTheFolder() {
    X4Settings settings = settings(Sampler.DDIM, 4);
    assertThat(latents(models.model(SINGLE), settings).data())
        .isEqualTo(latents(models.model(FOLDER), settings).data());
  }
}
