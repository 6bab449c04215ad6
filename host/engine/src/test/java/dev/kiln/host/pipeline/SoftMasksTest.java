package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a plugin that mixes latents under a mask is shown, and what its own masks do to pictures.
 */
class SoftMasksTest {
  private static final int SIDE = 64;

  @TempDir static Path temp;
  private static ModelStore models;

  private final List<float[]> drawn = new ArrayList<>();

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static Picture plain(int width, int height, int level) {
    Picture picture = Picture.black(width, height);
    for (int i = 0; i < width * height; i++) {
      picture.set(i % width, i / width, level, 2 * (i % width) % 256, 80);
    }
    return picture;
  }

  /** Grey on the left, white on the right. */
  private static Picture mask() {
    Picture mask = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = i % SIDE < 32 ? 100 : 255;
      mask.set(i % SIDE, i / SIDE, level, level, level);
    }
    return mask;
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  private static GenerationRequestBuilder redraw(Picture picture) {
    return GenerationRequest.of("a girl")
        .sampler("Euler")
        .steps(2)
        .seed(7)
        .with(ImageFields.INIT_IMAGES, List.of(file(picture)))
        .with(ImageFields.MASK, Optional.of(file(mask())))
        .with(ImageFields.MASK_BLUR_X, 0)
        .with(ImageFields.MASK_BLUR_Y, 0);
  }

  private static Picture draw(HookSource plugins, GenerationRequestBuilder request) {
    return new GenerationPipeline(models, plugins)
        .generate("job", request.build(), Progress.SILENT, new Cancellation())
        .images()
        .get(0)
        .picture();
  }

  /** Notes the shares that the mask lets be drawn, and shows as much of the result. */
  private OnePlugin showing(float share) {
    MaskBlender blender =
        new MaskBlender() {
          @Override
          public void blend(BlendCall call) {
            drawn.add(call.drawn().data().clone());
          }

          @Override
          public void finish(FinalBlendCall call) {
            Tensor mask = Tensor.zeros(call.drawn().dim(2), call.drawn().dim(3));
            Arrays.fill(mask.data(), share);
            call.overlay(0, mask);
          }
        };
    return new OnePlugin((MaskHook) request -> Optional.of(blender));
  }

  @Test
  void whileABlenderIsOpenALatentMayBeDrawnInPart() {
    draw(showing(1), redraw(plain(SIDE, SIDE, 90)));
    assertThat(drawn).hasSize(2);
    assertThat(drawn.get(0)).contains(100 / 255f, 1).doesNotContain(0);
  }

  @Test
  void itsMaskDecidesWhatIsShown() {
    Picture picture = plain(SIDE, SIDE, 90);
    assertThat(draw(showing(0), redraw(picture)).rgba()).isEqualTo(picture.rgba());
    Picture shown = draw(showing(1), redraw(picture));
    assertThat(differing(shown, picture, 0, 30)).isGreaterThan(1000);
  }

  @Test
  void ofAPartItLiesInItsPlace() {
    Picture large = plain(160, 160, 90);
    Picture shown =
        draw(
            showing(1),
            redraw(large)
                .with(ImageFields.MASK, Optional.of(file(spot())))
                .with(ImageFields.ONLY_MASKED, true)
                .with(ImageFields.ONLY_MASKED_PADDING, 8)
                .size(SIDE, SIDE));
    assertThat(differing(shown, large, 0, 71)).isZero();
    assertThat(differing(shown, large, 73, 100)).isPositive();
  }

  /** White from 80 to 96 in a picture of 160, which is drawn from 72 to 104. */
  private static Picture spot() {
    Picture mask = Picture.black(160, 160);
    for (int y = 80; y < 96; y++) {
      for (int x = 80; x < 96; x++) {
        mask.set(x, y, 255, 255, 255);
      }
    }
    return mask;
  }

  /** How many pixels in some columns differ. */
  private static int differing(Picture a, Picture b, int left, int right) {
    int count = 0;
    for (int y = 0; y < a.height(); y++) {
      for (int x = left; x < right; x++) {
        count += a.at(x, y, 0) != b.at(x, y, 0) ? 1 : 0;
      }
    }
    return count;
  }
}
