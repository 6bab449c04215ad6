package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;

/**
 * Strategic stochastic sampling of trajectory consistency distillation (Zheng et al., arXiv
 * 2402.19159) as diffusers has it. A step goes from t to s = floor((1 - eta) t'), below the next
 * step's t', and noise takes it back up:
 *
 * <pre>  x_s = sqrt(a_s) D + sqrt(1 - a_s) eps
 *  x' = sqrt(a' / a_s) x_s + sqrt(1 - a' / a_s) noise</pre>
 *
 * Divided by sqrt(a') that is x' = D + σ_s eps + sqrt(σ'² - σ_s²) noise, as 1 / a = 1 + σ². The
 * last step ends at the first time step, without noise.
 */
final class Tcd implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double next = sigmas[i + 1];
      double down = below(run.table(), next, Math.min(1, run.options().eta()));
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      Euler.step(x, sigmas[i], down, denoised.data());
      if (i + 2 < sigmas.length) {
        run.noise(noise);
        Linear.add(x, Math.sqrt(Math.max(0, next * next - down * down)), noise.data());
      }
      run.stepEnded(i, denoised);
    }
  }

  private static double below(SigmaTable table, double next, double eta) {
    return next == 0 ? 0 : table.at((int) Math.floor((1 - eta) * Math.round(table.timestep(next))));
  }
}
