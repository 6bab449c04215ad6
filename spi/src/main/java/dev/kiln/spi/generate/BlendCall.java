package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/**
 * Latents in which what a mask keeps of a picture is mixed with what is drawn under it. Reused:
 * valid during the call, never to be kept; so are the tensors that it gives.
 *
 * <p>With samplers by noise levels these are what the network predicts. With samplers by time steps
 * they are what it is about to see, scaled to the variance that it was trained on.
 */
@ProvidedByHost
public interface BlendCall {
  /** Where the pass is. */
  StepView step();

  /**
   * The latents of the picture as the pass began with them, but for noise, [images, channels,
   * height/8, width/8]. Read-only.
   */
  Tensor init();

  /** How much of each latent is drawn, 0..1, [images, 1, height/8, width/8]. Read-only. */
  Tensor drawn();

  /** The latents before anyone mixed them, as many as {@link #init}. Read-only. */
  Tensor current();

  /**
   * The mix, as many as {@link #init}: the host's, {@code drawn} of {@code current} and the rest of
   * {@code init}, or what a blender before made of it.
   */
  Tensor blended();
}
