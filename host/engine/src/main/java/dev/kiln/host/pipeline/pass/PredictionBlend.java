package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.tensor.Tensor;

/** Whatever the network predicts, the kept place is predicted as it was. */
public record PredictionBlend(KeptLatents kept) implements MaskBlend {
  @Override
  public void prediction(Tensor denoised, Tensor latents, Tensor seen) {
    kept.into(denoised, 1);
  }

  @Override
  public void end(Tensor latents) {
    kept.into(latents, 1);
  }
}
