package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/**
 * See the end of each sampling step.
 *
 * <p><b>When:</b> after the sampler finished a step. <br>
 * <b>How often:</b> once per step, whatever the number of evaluations in it. <br>
 * <b>Thread:</b> the generation's own: be quick, the next step waits. <br>
 * <b>May change:</b> nothing: the tensor is the sampler's own. <br>
 * <b>May keep:</b> copies; not the tensor. <br>
 * <b>On failure:</b> logged once and counted; the generation goes on without it.
 */
@ImplementedByPlugins
public interface StepObserver extends AutoCloseable {
  /**
   * @param denoised the prediction of the finished latents, [images, channels, height/8, width/8]
   */
  void stepEnded(StepView step, Tensor denoised);

  /** The steps of the pass are over, and no picture is decoded yet. */
  @Override
  default void close() {}
}
