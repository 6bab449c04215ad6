package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/**
 * The guided prediction of one evaluation. Reused from evaluation to evaluation: valid during
 * {@code intercept}, never to be kept; so are the tensors that it gives.
 *
 * <p>{@code combined()} is written by {@code proceed()} and may be changed after it. A sampler with
 * a guidance scale of its own, such as DDIM CFG++, draws the result towards the negative prompt's
 * prediction afterwards.
 */
@ProvidedByHost
public interface GuidanceCall extends CombineCall {
  /**
   * The negative prompt's prediction for an image, [channels, height/8, width/8], read-only; empty
   * where this evaluation did not compute it.
   */
  Optional<Tensor> uncond(int image);

  /**
   * The prompt's prediction for an image, [channels, height/8, width/8], read-only: the winner's
   * combination at scale 1, since an image may have several rows for its prompt.
   */
  Tensor cond(int image);

  /**
   * The noisy latents that the network was asked about, [images, channels, height/8, width/8],
   * read-only: a prediction D means the noise (latents - D) / sigma.
   */
  Tensor latents();

  /**
   * Combine the rows once more, by the winner alone. Nothing else changes.
   *
   * @param into filled, [images, channels, height/8, width/8]
   * @throws IllegalArgumentException when it has another shape
   */
  void combineAt(double scale, Tensor into);

  /** Run the rest of the chain, at its end the winner, at the scale of this call. */
  default void proceed() {
    proceedAt(scale());
  }

  /**
   * Run the rest of the chain at another scale, which all inner interceptors then see.
   *
   * @throws dev.kiln.spi.PluginProblem when this interceptor has proceeded before in this call
   */
  void proceedAt(double scale);
}
