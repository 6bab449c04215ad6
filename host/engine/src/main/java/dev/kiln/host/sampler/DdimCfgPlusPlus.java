package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DDIM with CFG++ (Chung et al., 2024), and Euler with it on any schedule, which is the same
 * update: the guided prediction says where the picture is, the negative prompt's noise prediction
 * in which direction to renoise. Its guidance scale lies in 0..1: as in webUI the usual scale is
 * divided by 12.5, here by drawing D towards the negative prompt's U, which is the same thing since
 * D = U + scale (C - U).
 */
final class DdimCfgPlusPlus implements Sampler {
  private static final double SCALE = 1 / 12.5;

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    Tensor guided = Tensor.like(run.latents());
    Tensor noise = Tensor.like(run.latents());
    float[] eps = new float[x.length];
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double next = sigmas[i + 1];
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      float[] uncond = run.model().uncond().data();
      Linear.mix(guided.data(), SCALE, denoised.data(), 1 - SCALE, uncond);
      Slope.of(eps, x, sigmas[i], uncond);
      double up = Ancestral.up(sigmas[i], next, run.options().eta());
      Linear.mix(x, 1, guided.data(), Ancestral.down(next, up), eps);
      if (next > 0) {
        run.noise(noise);
        Linear.add(x, up, noise.data());
      }
      run.stepEnded(i, guided);
    }
  }
}
