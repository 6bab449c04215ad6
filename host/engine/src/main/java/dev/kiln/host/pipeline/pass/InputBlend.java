package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/**
 * The network sees the kept place as it was, without noise. webUI does so in latents that keep
 * their variance, which are x / sqrt(1 + s²). What the network says of the noise there holds for
 * the sampler's own latents.
 */
public record InputBlend(MaskMix mask) implements MaskBlend {
  @Override
  public Tensor input(Tensor latents, StepView step) {
    Tensor seen = latents.copy();
    mask.mix(seen, Math.sqrt(1 + step.sigma() * step.sigma()), step);
    return seen;
  }

  @Override
  public void prediction(Tensor denoised, Tensor latents, Tensor seen, StepView step) {
    for (int i = 0; i < denoised.size(); i++) {
      denoised.data()[i] += latents.data()[i] - seen.data()[i];
    }
  }

  @Override
  public void end(Tensor latents, StepView step) {
    mask.finish(latents, step);
  }
}
