package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/**
 * The codec between pictures and latents of the model of a pass, with the interceptors of the
 * request around it. For the generation's own thread.
 */
@ProvidedByHost
public interface Vae {
  /** SHA-256 of the decoder's weights, hexadecimal: a key for what was measured on it. */
  String hash();

  /** How many channels a latent has: 4 for Stable Diffusion 1 and 2. */
  int latentChannels();

  /**
   * Latents of pictures: the mean, scaled as the network sees it.
   *
   * @param pictures [n, 3, height, width] in 0..1, sides in multiples of 8
   * @return [n, channels, height/8, width/8]
   */
  Tensor encode(Tensor pictures);

  /**
   * A quick picture of the latents of one image that is not finished, where a plugin makes some.
   *
   * @param latents [channels, height/8, width/8]
   * @return [3, any height, any width], about 0..1
   */
  Optional<Tensor> preview(Tensor latents);
}
