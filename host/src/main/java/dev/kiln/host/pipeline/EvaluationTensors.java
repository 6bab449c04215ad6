package dev.kiln.host.pipeline;

import dev.kiln.spi.tensor.Tensor;

/** The memory of evaluations with a certain number of rows; made once for each number. */
final class EvaluationTensors {
  private final Tensor sample;
  private final Tensor denoised;
  private final Tensor[] conditions;
  private double timestep;

  /**
   * @param latents of the pass, [images, channels, height, width]
   */
  EvaluationTensors(int rows, Tensor latents) {
    sample = Tensor.zeros(rows, latents.dim(1), latents.dim(2), latents.dim(3));
    denoised = Tensor.like(sample);
    conditions = new Tensor[rows];
  }

  Tensor sample() {
    return sample;
  }

  Tensor denoised() {
    return denoised;
  }

  Tensor[] conditions() {
    return conditions;
  }

  double timestep() {
    return timestep;
  }

  void timestep(double value) {
    timestep = value;
  }
}
