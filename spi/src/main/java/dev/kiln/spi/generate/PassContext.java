package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;

/**
 * One sampling pass over a batch of latents. Valid until the pass ends; safe to read from the
 * generation's own thread only.
 */
@ProvidedByHost
public interface PassContext extends ConditioningContext {
  /** The id of the job that this pass belongs to. */
  String job();

  /** How many images this pass makes at once. */
  int images();

  /** Width of the pictures in pixels. */
  int width();

  /** Height of the pictures in pixels. */
  int height();

  int steps();

  double cfgScale();

  /** A copy of the noise levels of this pass, descending. */
  double[] sigmas();

  /** How many latent values one image has. */
  int latentSize();

  /** The model's image codec. */
  Vae vae();
}
