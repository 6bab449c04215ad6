package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * Pseudo linear multistep (Liu et al., 2022): the update of DDIM with the noise predictions of the
 * last four steps combined by Adams-Bashforth's weights for even steps. The first step is a pseudo
 * improved Euler step, of two evaluations.
 */
final class Plms implements Sampler {
  private static final double[][] WEIGHTS = {
    {},
    {3 / 2.0, -1 / 2.0},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
  };

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    // The noise prediction of step i is at index i % 4.
    float[][] eps = new float[4][x.length];
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double step = sigmas[i + 1] - sigmas[i];
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      Slope.of(eps[i % 4], x, sigmas[i], denoised.data());
      if (i == 0) {
        denoised = first(run, eps[0], denoised);
      } else {
        double[] weights = WEIGHTS[Math.min(i, 3)];
        for (int j = 0; j < weights.length; j++) {
          Linear.add(x, step * weights[j], eps[(i - j) % 4]);
        }
      }
      run.stepEnded(i, denoised);
    }
  }

  /** The mean of the noise predictions at both ends of the step. */
  private static Tensor first(SamplerRun run, float[] eps, Tensor denoised) {
    double sigma = run.sigmas()[0];
    double next = run.sigmas()[1];
    float[] x = run.latents().data();
    if (next == 0) {
      Euler.step(x, sigma, next, denoised.data());
      return denoised;
    }
    Tensor end = Tensor.like(run.latents());
    Linear.mix(end.data(), 1, x, next - sigma, eps);
    Tensor endDenoised = run.model().denoise(end, next);
    Linear.add(x, (next - sigma) / 2, eps);
    Slope.of(end.data(), end.data(), next, endDenoised.data());
    Linear.add(x, (next - sigma) / 2, end.data());
    return endDenoised;
  }
}
