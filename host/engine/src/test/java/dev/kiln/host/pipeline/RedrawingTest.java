package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.Mask;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.image.PictureHash;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures and parts of them drawn anew on the default model, few steps each. */
class RedrawingTest {
  private static final int SIDE = 64;

  @TempDir static Path temp;
  private static ModelStore models;
  private static GenerationPipeline pipeline;
  private static Picture girl;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
    pipeline = new GenerationPipeline(models, HookSource.NONE);
    girl =
        draw(GenerationRequest.of("a girl in a meadow").steps(8).seed(3).size(SIDE, SIDE))
            .images()
            .get(0)
            .picture();
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static GenerationResult draw(GenerationRequestBuilder request) {
    return pipeline.generate("job", request.build(), Progress.SILENT, new Cancellation());
  }

  private static GenerationRequestBuilder redraw(Picture... pictures) {
    return GenerationRequest.of("a boy at the beach")
        .sampler("Euler")
        .steps(4)
        .seed(7)
        .with(ImageFields.INIT_IMAGES, Arrays.stream(pictures).map(RedrawingTest::file).toList());
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  /** White from one corner to the other. */
  private static Picture mask(int width, int height, int left, int top, int right, int bottom) {
    Picture mask = Picture.black(width, height);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        mask.set(x, y, 255, 255, 255);
      }
    }
    return mask;
  }

  private static GenerationRequestBuilder under(Picture mask) {
    return redraw(girl).with(ImageFields.MASK, Optional.of(file(mask)));
  }

  private static double distance(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.rgba().length; i++) {
      sum += Math.abs((a.rgba()[i] & 0xff) - (b.rgba()[i] & 0xff));
    }
    return sum / a.rgba().length;
  }

  private static Picture picture(GenerationRequestBuilder request) {
    return draw(request).images().get(0).picture();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Euler", "DDIM", "DPM++ 2M SDE", "UniPC"})
  void theStrongerTheLessIsLeftOfThePicture(String sampler) {
    List<Double> distances = new ArrayList<>();
    for (double strength : new double[] {0, 0.5, 1}) {
      Picture drawn =
          picture(redraw(girl).sampler(sampler).with(ImageFields.DENOISING_STRENGTH, strength));
      distances.add(distance(drawn, girl));
    }
    // What the autoencoder changes.
    assertThat(distances.get(0)).isLessThan(8);
    assertThat(distances).isSorted();
    assertThat(distances.get(2)).isGreaterThan(2 * distances.get(0));
  }

  @Test
  void thePictureGivesTheSizeAndTheInfotextTheRest() {
    Picture odd = Picture.black(75, 66);
    GeneratedImage image =
        draw(redraw(odd)
                .with(ImageFields.NOISE_MULTIPLIER, 0.9)
                .with(ImageFields.COLOR_CORRECTION, true)
                .with(ImageFields.DENOISING_STRENGTH, 0.5))
            .images()
            .get(0);
    assertThat(List.of(image.width(), image.height())).containsExactly(72, 64);
    assertThat(Infotext.parse(image.infotext()).values())
        .containsEntry("Steps", "4")
        .containsEntry("Denoising strength", "0.5")
        .containsEntry("Init image hash", PictureHash.of(odd))
        .containsEntry("Noise multiplier", "0.9")
        .containsEntry("Color correction", "True")
        .doesNotContainKeys("Mask blur", "Inpaint area", "Masked content", "Mask mode");
  }

  @Test
  void fullStepsAreTaken() {
    List<Integer> steps = new ArrayList<>();
    Progress counting =
        new Progress() {
          @Override
          public void step(int step, int all) {
            steps.add(all);
          }
        };
    GenerationRequestBuilder half = redraw(girl).with(ImageFields.DENOISING_STRENGTH, 0.5);
    pipeline.generate("job", half.build(), counting, new Cancellation());
    assertThat(steps).containsOnly(3).hasSize(3);
    steps.clear();
    half.with(ImageFields.FULL_STEPS, true);
    pipeline.generate("job", half.build(), counting, new Cancellation());
    assertThat(steps).containsOnly(4).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Euler", "DDIM", "DPM++ 2M SDE", "DDIM CFG++", "DPM adaptive"})
  void outsideOfTheMaskThePictureIsTheSameToTheBit(String sampler) {
    Picture mask = mask(SIDE, SIDE, 16, 16, 48, 40);
    Picture drawn = picture(under(mask).sampler(sampler).with(ImageFields.DENOISING_STRENGTH, 1.0));
    Mask soft = Mask.of(mask, true).blurred(4, 4);
    int changed = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean same = drawn.at(x, y, 1) == girl.at(x, y, 1);
        if (soft.at(x, y) == 0) {
          assertThat(same).as("pixel %d, %d", x, y).isTrue();
        } else if (!same) {
          changed++;
        }
      }
    }
    assertThat(changed).isGreaterThan(300);
  }

  @Test
  void anInvertedMaskDrawsTheRest() {
    Picture mask = mask(SIDE, SIDE, 0, 0, 32, SIDE);
    GenerationRequestBuilder request =
        under(mask).with(ImageFields.MASK_BLUR_X, 0).with(ImageFields.MASK_BLUR_Y, 0);
    GeneratedImage left = draw(request).images().get(0);
    GeneratedImage right = draw(request.with(ImageFields.MASK_INVERT, true)).images().get(0);
    for (int y = 0; y < SIDE; y++) {
      assertThat(left.picture().at(40, y, 0)).isEqualTo(girl.at(40, y, 0));
      assertThat(right.picture().at(20, y, 0)).isEqualTo(girl.at(20, y, 0));
    }
    assertThat(Infotext.parse(left.infotext()).values()).doesNotContainKey("Mask mode");
    assertThat(Infotext.parse(right.infotext()).values())
        .containsEntry("Mask mode", "Inpaint not masked")
        .doesNotContainKey("Mask blur");
  }

  @ParameterizedTest
  @EnumSource(MaskedContent.class)
  void whatTheMaskedPlaceBeginsWithIsTold(MaskedContent content) {
    GenerationRequestBuilder request =
        under(mask(SIDE, SIDE, 16, 16, 48, 48))
            .with(ImageFields.MASKED_CONTENT, content)
            .with(ImageFields.DENOISING_STRENGTH, 0.5);
    GeneratedImage image = draw(request).images().get(0);
    if (content == MaskedContent.ORIGINAL) {
      assertThat(image.infotext()).doesNotContain("Masked content").contains("Mask blur: 4");
    } else {
      assertThat(image.infotext()).contains("Masked content: " + content.label());
      Picture original = picture(request.with(ImageFields.MASKED_CONTENT, MaskedContent.ORIGINAL));
      assertThat(distance(image.picture(), original)).isGreaterThan(1);
    }
  }

  @Test
  void onlyTheMaskedPartIsDrawnInTheSizeOfThePicture() {
    Picture large = new Picture(girl.width(), girl.height(), girl.rgba());
    large = ResizeMode.JUST_RESIZE.fit(large, 200, 160);
    GenerationRequestBuilder request =
        redraw(large)
            .with(ImageFields.MASK, Optional.of(file(mask(100, 80, 40, 30, 60, 50))))
            .with(ImageFields.ONLY_MASKED, true)
            .with(ImageFields.ONLY_MASKED_PADDING, 8)
            .size(SIDE, SIDE);
    GeneratedImage image = draw(request).images().get(0);
    assertThat(List.of(image.width(), image.height())).containsExactly(200, 160);
    Picture drawn = image.picture();
    assertThat(drawn.at(10, 10, 0)).isEqualTo(large.at(10, 10, 0));
    assertThat(distance(drawn, large)).isPositive();
    assertThat(image.infotext())
        .contains("Size: 64x64", "Inpaint area: Only masked, Masked area padding: 8");
  }

  @Test
  void anEmptyMaskIsSaid() {
    GenerationResult whole = draw(under(Picture.black(SIDE, SIDE)));
    assertThat(whole.images().get(0).picture().rgba()).isEqualTo(girl.rgba());
    assertThat(whole.warnings())
        .containsExactly("the mask is empty: nothing of the picture is drawn anew");
    GenerationResult part =
        draw(under(Picture.black(SIDE, SIDE)).with(ImageFields.ONLY_MASKED, true).size(SIDE, SIDE));
    assertThat(part.warnings())
        .containsExactly("the mask is empty: the whole picture is drawn anew");
    assertThat(part.images().get(0).infotext()).doesNotContain("Only masked");
  }

  @Test
  void latentsAreResizedInsteadOfThePicture() {
    GenerationRequestBuilder request =
        redraw(girl).size(96, 80).with(ImageFields.DENOISING_STRENGTH, 0.0);
    Picture resized = picture(request);
    Picture latent = picture(request.with(ImageFields.RESIZE_MODE, ResizeMode.LATENT_UPSCALE));
    assertThat(List.of(latent.width(), latent.height())).containsExactly(96, 80);
    assertThat(distance(latent, resized)).isBetween(0.5, 25.0);
  }

  @Test
  void severalPicturesAreDrawnOneEach() {
    Picture grey = mask(SIDE, SIDE, 0, 0, 40, 64);
    GenerationRequestBuilder both = redraw(girl, grey).batch(2, 1);
    List<GeneratedImage> batch = draw(both).images();
    assertThat(batch.get(0).rgb()).isEqualTo(draw(redraw(girl)).images().get(0).rgb());
    assertThat(batch.get(1).rgb()).isEqualTo(draw(redraw(grey).seed(8)).images().get(0).rgb());
    assertThat(draw(redraw(girl).batch(2, 1)).images()).hasSize(2);
  }

  @Test
  void whatCannotBeIsOneSentence() {
    refused(
        redraw(girl, girl).batch(3, 1),
        "init_images has 2 pictures, but 3 are asked for (batch size times batch count); give one, or one for each");
    refused(
        GenerationRequest.of("").with(ImageFields.MASK, Optional.of(file(girl))),
        "there is a mask but no picture under it; give init_images");
    refused(
        redraw(girl).with(ImageFields.DENOISING_STRENGTH, 0.0).with(ImageFields.FULL_STEPS, true),
        "denoising strength is 0, too little for 4 full steps; ask for more strength or leave out full_steps");
    refused(
        redraw(girl).with(ImageFields.DENOISING_STRENGTH, 1.5),
        "denoising strength is 1.5; it must be a number from 0 to 1");
    refused(
        redraw(Picture.black(20_000, 2)),
        "picture has 20000x2 pixels; at most 8192 a side and 64 million in all are taken, scale it down");
    refused(
        redraw()
            .with(
                ImageFields.INIT_IMAGES, List.of(new PictureFile("picture", new byte[] {1, 2, 3}))),
        "picture is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF");
  }

  private static void refused(GenerationRequestBuilder request, String message) {
    assertThatThrownBy(() -> draw(request)).isInstanceOf(BadRequest.class).hasMessage(message);
  }
}
