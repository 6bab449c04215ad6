package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/**
 * Keeps what a mask leaves black while a pass draws the rest. By default there is no mask. Samplers
 * by noise levels have the kept place in what is predicted, those by time steps in what the network
 * sees, as in webUI.
 */
public interface MaskBlend {
  MaskBlend NONE = new MaskBlend() {};

  /**
   * What the network is to see.
   *
   * @param latents of the sampler at this noise level, which stay as they are
   */
  default Tensor input(Tensor latents, StepView step) {
    return latents;
  }

  /**
   * Correct a prediction in place.
   *
   * @param latents of the sampler
   * @param seen what {@link #input} made of them
   */
  default void prediction(Tensor denoised, Tensor latents, Tensor seen, StepView step) {}

  /** Correct the finished latents in place. */
  default void end(Tensor latents, StepView step) {}
}
