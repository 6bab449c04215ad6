package dev.kiln.host.pipeline;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The request that a later pass of some pictures amounts to.
 *
 * @param settled the request that it belongs to
 * @param first of its pictures
 */
record LaterRequest(Settled settled, int first, int count) {
  private static final List<RequestField<?>> OF_THE_FIRST_PICTURE =
      List.of(
          ImageFields.INIT_IMAGES,
          ImageFields.INIT_IMAGE_HASH,
          ImageFields.MASK,
          ImageFields.MASK_HASH,
          ImageFields.MASKED_CONTENT);

  /** Pixels of a latent's side. */
  private static final int LATENT = 8;

  GenerationRequest sampling(Resampling wish) {
    Tensor latents = wish.latents();
    return changed(wish.settings(), 0)
        .size(LATENT * latents.dim(3), LATENT * latents.dim(2))
        .with(ImageFields.DENOISING_STRENGTH, wish.strength())
        .with(ImageFields.FULL_STEPS, true)
        .build();
  }

  GenerationRequest drawing(Redrawing wish) {
    int width = wish.width() == 0 ? wish.picture().width() : wish.width();
    int height = wish.height() == 0 ? wish.picture().height() : wish.height();
    GenerationRequestBuilder request =
        changed(wish.settings(), wish.seedOffset())
            .size(width, height)
            .with(ImageFields.DENOISING_STRENGTH, wish.strength())
            .with(ImageFields.FULL_STEPS, wish.fullSteps())
            .with(ImageFields.NOISE_MULTIPLIER, wish.noiseMultiplier());
    wish.part()
        .ifPresent(
            part ->
                request
                    .with(ImageFields.MASK_BLUR_X, part.blur())
                    .with(ImageFields.MASK_BLUR_Y, part.blur())
                    .with(ImageFields.ONLY_MASKED, part.alone())
                    .with(ImageFields.ONLY_MASKED_PADDING, part.padding()));
    return request.build();
  }

  /** What draws the picture that the request begins with, of another one. */
  GenerationRequest again(DoubleUnaryOperator strength, int seedOffset) {
    double own = settled.request().get(ImageFields.DENOISING_STRENGTH);
    return changed(PassSettings.SAME, seedOffset, OF_THE_FIRST_PICTURE)
        .with(ImageFields.DENOISING_STRENGTH, strength.applyAsDouble(own))
        .build();
  }

  private GenerationRequestBuilder changed(PassSettings settings, int seedOffset) {
    return changed(settings, seedOffset, ImageFields.ALL);
  }

  /**
   * @param dropped fields that have no meaning in the later pass
   */
  private GenerationRequestBuilder changed(
      PassSettings settings, int seedOffset, List<RequestField<?>> dropped) {
    GenerationRequest request = settled.request();
    boolean variation = request.subseedStrength() != 0;
    GenerationRequestBuilder changed =
        new GenerationRequestBuilder(request)
            .without(dropped)
            .batch(count, 1)
            .seed(settled.seed(first) + seedOffset)
            .variation(
                variation ? settled.subseed(first) : request.subseed(), request.subseedStrength())
            .with(RequestFields.PROMPTS, texts(settings.prompt(), Written::prompt))
            .with(
                RequestFields.NEGATIVE_PROMPTS,
                texts(settings.negativePrompt(), Written::negative));
    if (settled.ownSteps()) {
      // The first pass used no schedule: none is written in the infotext, so none is kept.
      changed.without(List.of(RequestFields.SCHEDULER));
    }
    if (!settings.sampler().isEmpty()) {
      changed.sampler(settings.sampler());
    }
    if (!settings.scheduler().isEmpty()) {
      changed.scheduler(settings.scheduler());
    }
    if (settings.steps() != 0) {
      changed.steps(settings.steps());
    }
    if (settings.cfgScale() != 0) {
      changed.cfgScale(settings.cfgScale());
    }
    if (!settings.model().isEmpty()) {
      changed.model(settings.model());
    }
    return changed;
  }

  /** One for each picture: another one for all, or those of the request. */
  private List<String> texts(String other, Function<Written, String> own) {
    return other.isEmpty()
        ? IntStream.range(first, first + count)
            .mapToObj(it -> own.apply(settled.request().written(it)))
            .toList()
        : Collections.nCopies(count, other);
  }
}
