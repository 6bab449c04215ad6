package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** The sampled latents of one batch, not yet decoded. Valid during the call, never to be kept. */
@ProvidedByHost
public interface LatentCall extends RequestContext {
  /** The first picture of the batch, counted through the request from 0. */
  int first();

  /** [images, channels, height/8, width/8]: what the sampler made, or what was given last. */
  Tensor latents();

  /** Let others be decoded, as many and of any size. */
  void replace(Tensor latents);

  Sampling sampling();
}
