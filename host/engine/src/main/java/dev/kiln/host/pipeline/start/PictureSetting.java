package dev.kiln.host.pipeline.start;

import static dev.kiln.host.request.ImageFields.COLOR_CORRECTION;
import static dev.kiln.host.request.ImageFields.MASKED_CONTENT;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_X;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_Y;
import static dev.kiln.host.request.ImageFields.MASK_INVERT;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED_PADDING;
import static dev.kiln.host.request.ImageFields.RESIZE_MODE;

import dev.kiln.host.image.CropRegion;
import dev.kiln.host.image.Mask;
import dev.kiln.host.image.Pasting;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.image.SoftFill;
import dev.kiln.host.pipeline.start.InitPicture.Kept;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings pictures to the size at which they are drawn, and masks with them, as webUI does. */
final class PictureSetting {
  private static final int LATENT = 8;

  private final GenerationRequest request;
  private final ResizeMode resize;
  private final boolean round;
  private final Consumer<String> warn;

  /**
   * @param request with its size settled
   * @param round whether a mask's opacity is all or nothing
   */
  PictureSetting(GenerationRequest request, boolean round, Consumer<String> warn) {
    this.request = request;
    this.resize = request.get(RESIZE_MODE);
    this.round = round;
    this.warn = warn;
  }

  /**
   * @param mask of any size; empty to draw all anew
   */
  InitPicture of(Picture given, Optional<Picture> mask) {
    Picture picture = Pasting.beforeWhite(given);
    InitPicture init =
        mask.map(it -> lying(it, picture))
            .map(it -> request.get(ONLY_MASKED) ? part(picture, it) : whole(picture, it))
            .orElseGet(() -> InitPicture.whole(canvas(picture)));
    if (init.mask().isPresent() && request.get(MASKED_CONTENT) != MaskedContent.ORIGINAL) {
      Picture canvas = init.canvas();
      Mask fitting =
          init.mask().get().resized(ResizeMode.JUST_RESIZE, canvas.width(), canvas.height());
      init = init.filled(SoftFill.fill(canvas, fitting));
    }
    return request.get(COLOR_CORRECTION) ? init.matchingColors() : init;
  }

  private Picture fitted(Picture picture) {
    return resize.fit(picture, request.width(), request.height());
  }

  /** What is encoded. If its latents are resized, it has its own size, in whole latents. */
  private Picture canvas(Picture picture) {
    return resize == ResizeMode.LATENT_UPSCALE
        ? ResizeMode.JUST_RESIZE.fit(picture, latents(picture.width()), latents(picture.height()))
        : fitted(picture);
  }

  private static int latents(int side) {
    return Math.max(1, side / LATENT) * LATENT;
  }

  /** The mask in the picture's size, as it is to act. */
  private Mask lying(Picture given, Picture picture) {
    Mask mask =
        Mask.of(given, round).resized(ResizeMode.JUST_RESIZE, picture.width(), picture.height());
    Mask sided = request.get(MASK_INVERT) ? mask.inverted() : mask;
    return sided.blurred(request.get(MASK_BLUR_X), request.get(MASK_BLUR_Y));
  }

  private InitPicture whole(Picture picture, Mask mask) {
    if (CropRegion.around(mask, 0).isEmpty()) {
      warn.accept("the mask is empty: nothing of the picture is drawn anew");
    }
    Mask fitting = mask.resized(resize, request.width(), request.height());
    Kept kept = new Kept(fitted(picture), fitting.doubled());
    Picture canvas = canvas(picture);
    return new InitPicture(
        canvas,
        canvas,
        Optional.of(fitting),
        Optional.of(kept),
        Optional.empty(),
        Optional.empty());
  }

  /** The surroundings of the mask alone. */
  private InitPicture part(Picture picture, Mask mask) {
    Optional<CropRegion> around = CropRegion.around(mask, request.get(ONLY_MASKED_PADDING));
    if (around.isEmpty()) {
      warn.accept("the mask is empty: the whole picture is drawn anew");
      return InitPicture.whole(canvas(picture));
    }
    CropRegion region = around.get().expanded(request.width(), request.height(), mask);
    ResizeMode fill = ResizeMode.RESIZE_AND_FILL;
    Picture canvas = fill.fit(Pasting.crop(picture, region), request.width(), request.height());
    return new InitPicture(
        canvas,
        canvas,
        Optional.of(mask.cropped(region).resized(fill, request.width(), request.height())),
        Optional.of(new Kept(picture, mask)),
        Optional.of(region),
        Optional.empty());
  }
}
