package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DPM-Solver++(2S), Algorithm 1 of Lu et al. (2022) with r = 1/2, down to the ancestral level,
 * noise put back after each step.
 */
final class Dpmpp2sAncestral implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    Tensor middle = Tensor.like(run.latents());
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double sigma = sigmas[i];
      double up = Ancestral.up(sigma, sigmas[i + 1], run.options().eta());
      double down = Ancestral.down(sigmas[i + 1], up);
      Tensor denoised = run.model().denoise(run.latents(), sigma);
      if (down > 0) {
        double half = Math.sqrt(sigma * down);
        Linear.mix(middle.data(), half / sigma, x, 1 - half / sigma, denoised.data());
        denoised = run.model().denoise(middle, half);
      }
      Euler.step(x, sigma, down, denoised.data());
      if (sigmas[i + 1] > 0) {
        run.noise(noise);
        Linear.add(x, run.options().noise() * up, noise.data());
      }
      run.stepEnded(i, denoised);
    }
  }
}
