package dev.kiln.spi.sampling;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** The denoising model as a sampler sees it: k-diffusion's {@code denoised = model(x, sigma)}. */
@ProvidedByHost
public interface Denoiser {
  /**
   * Predict the finished latents.
   *
   * @param latents x = x0 + sigma * noise, [images, channels, height/8, width/8]
   * @return a tensor of the same shape that the next call overwrites
   */
  Tensor denoise(Tensor latents, double sigma);

  /**
   * The negative prompt's prediction of the last call, same shape, overwritten by the next call;
   * where it was not computed, the prompt's.
   */
  Tensor uncond();
}
