package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/** Whatever the network predicts, the kept place is predicted as it was. */
public record PredictionBlend(MaskMix mask) implements MaskBlend {
  @Override
  public void prediction(Tensor denoised, Tensor latents, Tensor seen, StepView step) {
    mask.mix(denoised, 1, step);
  }

  @Override
  public void end(Tensor latents, StepView step) {
    mask.finish(latents, step);
  }
}
