package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * Euler steps of the probability flow ODE dx/dσ = (x - D) / σ; Algorithm 2 of Karras et al. (2022)
 * without its correction.
 */
final class Euler implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    Churn churn = new Churn(run);
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double sigma = churn.lift(i);
      Tensor denoised = run.model().denoise(run.latents(), sigma);
      step(run.latents().data(), sigma, sigmas[i + 1], denoised.data());
      run.stepEnded(i, denoised);
    }
  }

  /** x += (x - D) / σ * (next - σ), written so that next = 0 gives D exactly. */
  static void step(float[] x, double sigma, double next, float[] denoised) {
    Linear.mix(x, next / sigma, x, 1 - next / sigma, denoised);
  }
}
