package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DPM-Solver++ for the SDE, single step with r = 1/2: an ancestral step to the half point, then one
 * of the whole length with what the model says there. Both draw from one Brownian motion.
 */
final class DpmppSde implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    Tensor middle = Tensor.like(run.latents());
    BrownianStep step = new BrownianStep(run, Tensor.like(run.latents()));
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double sigma = sigmas[i];
      double next = sigmas[i + 1];
      Tensor denoised = run.model().denoise(run.latents(), sigma);
      if (next > 0) {
        double half = Math.sqrt(sigma * next);
        System.arraycopy(x, 0, middle.data(), 0, x.length);
        step.take(middle.data(), sigma, half, denoised.data());
        denoised = run.model().denoise(middle, half);
        // The two predictions weigh 1 - 1/2r = 0 and 1/2r = 1.
        step.take(x, sigma, next, denoised.data());
      } else {
        Euler.step(x, sigma, next, denoised.data());
      }
      run.stepEnded(i, denoised);
    }
  }

  private record BrownianStep(SamplerRun run, Tensor noise) {
    void take(float[] x, double sigma, double next, float[] denoised) {
      double up = Ancestral.up(sigma, next, run.options().eta());
      Euler.step(x, sigma, Ancestral.down(next, up), denoised);
      run.brownianNoise(sigma, next, noise);
      Linear.add(x, run.options().noise() * up, noise.data());
    }
  }
}
