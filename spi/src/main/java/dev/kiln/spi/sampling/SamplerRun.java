package dev.kiln.spi.sampling;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** All that a sampler needs: the model, the noise levels and the latents it works on. */
@ProvidedByHost
public interface SamplerRun {
  /** The latents, [images, channels, height/8, width/8]: noisy at first, finished at the end. */
  Tensor latents();

  /** The noise levels, descending, usually ending in 0. Not to be changed. */
  double[] sigmas();

  /** How many steps the user asked for. */
  int steps();

  Denoiser model();

  SigmaTable table();

  SamplerOptions options();

  /** Fill with the next unit noise, each image from its own seed. */
  void noise(Tensor out);

  /**
   * Fill with the increment of a Brownian motion between two noise levels, divided by its standard
   * deviation: unit noise that does not depend on how the way is cut into steps.
   */
  void brownianNoise(double sigma, double sigmaNext, Tensor out);

  /**
   * Say that a step is over. To be called once per step, with the last prediction of that step.
   *
   * @param step from 0
   * @param denoised the prediction of the finished latents
   * @throws java.util.concurrent.CancellationException when the user stopped the generation; let it
   *     pass
   */
  void stepEnded(int step, Tensor denoised);
}
