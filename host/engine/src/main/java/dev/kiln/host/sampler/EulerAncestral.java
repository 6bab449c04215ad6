package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/** Euler steps down to the ancestral level, noise put back after each. */
final class EulerAncestral implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double next = sigmas[i + 1];
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      double up = Ancestral.up(sigmas[i], next, run.options().eta());
      Euler.step(x, sigmas[i], Ancestral.down(next, up), denoised.data());
      if (next > 0) {
        run.noise(noise);
        Linear.add(x, up, noise.data());
      }
      run.stepEnded(i, denoised);
    }
  }
}
