package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws again inside of a generation. A later pass is as any other: prompts are processed for it,
 * hooks and patches are opened with a context of its size, its events are fired, and its steps are
 * shown. {@link RequestContext#redraws} tells it from the request's own. Only {@code LatentHook}
 * and {@code ImageHook} are not called for it. Valid while the hook is called that it was lent to;
 * for the generation's own thread.
 *
 * <p>A cancellation is thrown through the hook. After an interrupt no more than one step is taken.
 */
@ProvidedByHost
public interface Sampling {
  /**
   * Sample latents again.
   *
   * @param pass whose latents are of the hook's pictures, all of them
   * @return the caller's own; if the host decodes them, then by the model that sampled them
   * @throws dev.kiln.spi.BadRequest for what a request could not have either
   */
  Tensor sample(Resampling pass);

  /**
   * Draw a picture again.
   *
   * @return of the picture's size where a part is drawn, else of the size that was asked for
   * @throws dev.kiln.spi.BadRequest for what a request could not have either
   */
  Picture redraw(Redrawing wish);

  /**
   * Draw a picture as the request draws the one that it begins with: by all of its fields, under
   * its mask, of which the content is the picture's.
   *
   * @param strength gives the denoising strength, 0..1, for that of the request
   * @param seedOffset is added to the picture's seed
   * @return as large as what the request draws
   * @throws dev.kiln.spi.BadRequest when the request begins with no picture, or for what it could
   *     not have either
   */
  Picture again(Picture picture, DoubleUnaryOperator strength, int seedOffset);
}
