package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.hook.LatentHook;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hooks draw again inside of a generation is what a request of its own would draw. */
class LaterPassesTest {
  private static final PassSettings OTHER =
      new PassSettings("a boy, city, night", "", "DPM++ 2M", "Karras", 5, 3, "");

  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static GenerationRequestBuilder request() {
    return GenerationRequest.of("a girl").sampler("Euler a").steps(3).seed(7).size(64, 64);
  }

  private static GenerationResult draw(HookPoint hook, GenerationRequestBuilder request) {
    return draw(new OnePlugin(hook), request);
  }

  private static GenerationResult draw(HookSource plugins, GenerationRequestBuilder request) {
    return new GenerationPipeline(models, plugins)
        .generate("job", request.build(), Progress.SILENT, new Cancellation());
  }

  private static ImageHook drawing(UnaryOperator<Picture> change) {
    return new ImageHook() {
      @Override
      public Picture drawn(ImageCall call) {
        return change.apply(call.picture());
      }
    };
  }

  private static ImageHook redrawing(Redrawing wish) {
    return new ImageHook() {
      @Override
      public Picture drawn(ImageCall call) {
        return call.sampling().redraw(wish);
      }
    };
  }

  private static Picture ramp(int side) {
    Picture picture = Picture.black(side, side);
    for (int i = 0; i < side * side; i++) {
      picture.set(i % side, i / side, 255 * (i % side) / side, 255 * (i / side) / side, 90);
    }
    return picture;
  }

  private static PictureFile file(Picture picture) {
    return PictureFile.ofBase64("picture", new PictureCodec().encode(picture));
  }

  /** As image to image draws it. */
  private static GenerationRequestBuilder other(int side) {
    return GenerationRequest.of("a boy, city, night")
        .sampler("DPM++ 2M")
        .scheduler("Karras")
        .steps(5)
        .cfgScale(3)
        .seed(7)
        .size(side, side)
        .with(ImageFields.INIT_IMAGES, List.of(file(ramp(side))))
        .with(ImageFields.DENOISING_STRENGTH, 0.6)
        .with(ImageFields.FULL_STEPS, true);
  }

  @Test
  void aWholePictureIsDrawnAgainAsImageToImageWould() {
    GeneratedImage expected = draw(HookSource.NONE, other(96)).images().get(0);
    GeneratedImage found =
        draw(redrawing(Redrawing.whole(ramp(96), 0.6, OTHER)), request()).images().get(0);
    assertThat(found.width()).isEqualTo(96);
    assertThat(found.rgb()).isEqualTo(expected.rgb());
    // The infotext is still the request's own.
    assertThat(found.infotext()).startsWith("a girl\n").contains("Size: 64x64");
  }

  @Test
  void aPartIsDrawnAgainAsInpaintingWould() {
    Picture mask = Picture.black(96, 96);
    for (int i = 0; i < 24 * 24; i++) {
      mask.set(40 + i % 24, 30 + i / 24, 255, 255, 255);
    }
    GenerationRequestBuilder inpainting =
        other(64)
            .with(ImageFields.INIT_IMAGES, List.of(file(ramp(96))))
            .with(ImageFields.FULL_STEPS, false)
            .with(ImageFields.MASK, Optional.of(file(mask)))
            .with(ImageFields.MASK_BLUR_X, 2)
            .with(ImageFields.MASK_BLUR_Y, 2)
            .with(ImageFields.ONLY_MASKED, true)
            .with(ImageFields.ONLY_MASKED_PADDING, 8)
            .seed(9);
    Redrawing wish =
        new Redrawing(
            ramp(96),
            64,
            64,
            0.6,
            false,
            1,
            2,
            Optional.of(new Redrawing.Part(mask, 2, true, 8)),
            OTHER);
    GeneratedImage found = draw(redrawing(wish), request()).images().get(0);
    assertThat(found.rgb()).isEqualTo(draw(HookSource.NONE, inpainting).images().get(0).rgb());
    assertThat(found.width()).isEqualTo(96);
  }

  @Test
  void latentsAreSampledAgainFromTheirSeedsNoise() {
    Picture[] seen = new Picture[1];
    // At strength 0.999 of one step, what is left of any latents is noise of the seed alone.
    LatentHook twice =
        call -> {
          Tensor large = Tensor.zeros(1, 4, 10, 12);
          call.replace(call.sampling().sample(new Resampling(large, 1, PassSettings.SAME)));
        };
    GenerationRequestBuilder blank =
        request()
            .size(96, 80)
            .with(ImageFields.INIT_IMAGES, List.of(file(ramp(96))))
            .with(ImageFields.DENOISING_STRENGTH, 1.0)
            .with(ImageFields.FULL_STEPS, true);
    GeneratedImage found = draw(twice, request()).images().get(0);
    assertThat(List.of(found.width(), found.height())).containsExactly(96, 80);
    GeneratedImage image = draw(HookSource.NONE, blank).images().get(0);
    assertThat(difference(found, image)).isLessThan(40);
    assertThat(
            difference(
                found, draw(HookSource.NONE, request().size(96, 80).seed(8)).images().get(0)))
        .isGreaterThan(40);
  }

  /** Root mean square. */
  private static double difference(GeneratedImage one, GeneratedImage other) {
    double sum = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      double d = (one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff);
      sum += d * d;
    }
    return Math.sqrt(sum / one.rgb().length);
  }

  @Test
  void eachPictureOfABatchHasItsOwnSeedAndPrompt() {
    LatentHook twice =
        call ->
            call.replace(
                call.sampling().sample(new Resampling(call.latents(), 0.5, PassSettings.SAME)));
    List<GeneratedImage> batch = draw(twice, request().batch(2, 2)).images();
    for (int i = 0; i < 4; i++) {
      GeneratedImage alone = draw(twice, request().seed(7 + i)).images().get(0);
      assertThat(difference(batch.get(i), alone)).as("picture " + i).isLessThan(1);
    }
  }

  /** A hook of a later pass knows it; the hooks behind the steps are not called for it. */
  @Test
  void hooksKnowWhichPassTheyAreIn() {
    List<Object> told = new ArrayList<>();
    class Both implements DenoiseHook, ImageHook {
      @Override
      public Optional<dev.kiln.spi.hook.DenoiseInterceptor> open(
          dev.kiln.spi.generate.PassContext pass) {
        told.add(pass.redraws() + " " + pass.width() + " " + pass.steps());
        return Optional.empty();
      }

      @Override
      public Picture drawn(ImageCall call) {
        told.add("drawn " + call.index());
        return call.sampling().redraw(Redrawing.whole(ramp(72), 0.5, PassSettings.SAME));
      }

      @Override
      public Picture finished(ImageCall call) {
        told.add("finished " + call.picture().width());
        return ramp(16);
      }
    }
    GenerationResult result = draw(new Both(), request());
    assertThat(told)
        .containsExactly(
            Redraws.NOTHING + " 64 3", "drawn 0", Redraws.WHOLE + " 72 3", "finished 72");
    assertThat(result.images().get(0).width()).isEqualTo(16);
  }

  @Test
  void whatARequestCouldNotHaveIsOneSentence() {
    PassSettings steps = new PassSettings("", "", "", "", 5000, 0, "");
    PassSettings sampler = new PassSettings("", "", "Eulr", "", 0, 0, "");
    PassSettings model = new PassSettings("", "", "", "", 0, 0, "nothing");
    for (PassSettings wrong : List.of(steps, sampler, model)) {
      assertThatThrownBy(() -> draw(redrawing(Redrawing.whole(ramp(64), 0.5, wrong)), request()))
          .isInstanceOf(BadRequest.class)
          .hasMessageNotContaining("\n");
    }
    LatentHook wrong = call -> call.replace(Tensor.zeros(2, 4, 8, 8));
    assertThatThrownBy(() -> draw(wrong, request()))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'breaker' failed in LatentHook.sampled: it gives latents of shape [2, 4, 8, 8]; expected [1, 4, height/8, width/8]");
    assertThatThrownBy(() -> draw(drawing(picture -> null), request()))
        .isInstanceOf(PluginProblem.class)
        .hasMessageContaining("ImageHook.drawn");
  }
}
