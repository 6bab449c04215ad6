package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.random.Precision;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of eight channels, which edit a picture, from a single file with random weights. */
class EditedPicturesTest {
  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() {
    RandomModels.single(temp.resolve("models/edit"), 1, Precision.F32, "in_channels=8");
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    models = TestingStore.of(new ModelCatalog(temp.resolve("models"), hashes), hashes, temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static List<GeneratedImage> draw(GenerationRequestBuilder request) {
    return draw(models, request);
  }

  private static List<GeneratedImage> draw(ModelStore models, GenerationRequestBuilder request) {
    return new GenerationPipeline(models, HookSource.NONE)
        .generate("job", request.build(), Progress.SILENT, new Cancellation())
        .images();
  }

  private static GenerationRequestBuilder edit(String prompt, Picture... pictures) {
    return GenerationRequest.of(prompt)
        .model("edit")
        .sampler("Euler")
        .steps(2)
        .seed(7)
        .with(ImageFields.INIT_IMAGES, Arrays.stream(pictures).map(it -> file(it)).toList());
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  private static Picture plain(int color) {
    Picture picture = Picture.black(64, 64);
    for (int i = 0; i < 64 * 64; i++) {
      picture.set(i % 64, i / 64, color, 90, 255 - color);
    }
    return picture;
  }

  @Test
  void theModelIsKnownByItsShapeAndItsScaleIsTold() {
    assertThat(models.catalog().files().get(0).architecture()).endsWith(", instruct-pix2pix");
    GeneratedImage edited = draw(edit("make it snow", plain(200))).get(0);
    assertThat(Infotext.parse(edited.infotext()).values()).containsEntry("Image CFG scale", "1.5");
    GenerationRequestBuilder more =
        edit("make it snow", plain(200)).with(ImageFields.IMAGE_CFG_SCALE, 3.0);
    GeneratedImage other = draw(more).get(0);
    assertThat(Infotext.parse(other.infotext()).values()).containsEntry("Image CFG scale", "3");
    assertThat(other.rgb()).isNotEqualTo(edited.rgb());
  }

  @Test
  void otherModelsHaveNoSuchScale() {
    try (ModelStore plain = DefaultModel.store(temp)) {
      GenerationRequestBuilder request =
          edit("a girl", plain(200)).model("default").with(ImageFields.IMAGE_CFG_SCALE, 3.0);
      assertThat(draw(plain, request).get(0).infotext()).doesNotContain("Image CFG scale");
    }
  }

  @Test
  void aBatchIsItsPictures() {
    List<GeneratedImage> both = draw(edit("snow", plain(200), plain(20)).batch(2, 1));
    assertThat(both.get(0).rgb()).isEqualTo(draw(edit("snow", plain(200))).get(0).rgb());
    assertThat(both.get(1).rgb()).isEqualTo(draw(edit("snow", plain(20)).seed(8)).get(0).rgb());
  }

  @Test
  void joinedPromptsAreTakenWithoutThePicturesGuidanceAlone() {
    assertThatThrownBy(() -> draw(edit("snow AND ice", plain(200))))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "a model that edits a picture takes no prompts joined by AND; give one, or an image cfg scale of 1");
    GenerationRequestBuilder alone =
        edit("snow AND ice", plain(200)).with(ImageFields.IMAGE_CFG_SCALE, 1.0);
    assertThat(draw(alone)).hasSize(1);
  }

  @Test
  void withoutAPictureThereIsNothingToEdit() {
    assertThatThrownBy(() -> draw(edit("snow")))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "model 'edit' edits a picture, and there is none; give one with kiln img2img, or in init_images");
  }
}
