package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/** DPM-Solver-2 steps down to the ancestral level, noise put back after each. */
final class Dpm2Ancestral implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    MidpointStep step = new MidpointStep(run);
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double up = Ancestral.up(sigmas[i], sigmas[i + 1], run.options().eta());
      Tensor denoised = step.take(sigmas[i], Ancestral.down(sigmas[i + 1], up));
      if (sigmas[i + 1] > 0) {
        run.noise(noise);
        Linear.add(run.latents().data(), run.options().noise() * up, noise.data());
      }
      run.stepEnded(i, denoised);
    }
  }
}
