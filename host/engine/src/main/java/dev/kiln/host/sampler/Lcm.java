package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;

/**
 * Latent consistency models (Luo et al., 2023): every evaluation jumps to the finished picture,
 * which is then noised to the next level. The model was distilled at 50 of its time steps only, so
 * each level is moved to the nearest of those.
 */
final class Lcm implements Sampler {
  private static final int ORIGINAL_STEPS = 50;
  private static final double SIGMA_DATA = 0.5;
  private static final double TIMESTEP_SCALE = 10;

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      int timestep = timestep(run.table(), sigmas[i]);
      Tensor denoised = run.model().denoise(run.latents(), run.table().at(timestep));
      // The boundary condition of a consistency function: at t = 0 it is the identity.
      double t = timestep * TIMESTEP_SCALE;
      double norm = t * t + SIGMA_DATA * SIGMA_DATA;
      Linear.mix(x, SIGMA_DATA * SIGMA_DATA / norm, x, t / Math.sqrt(norm), denoised.data());
      if (sigmas[i + 1] > 0) {
        double next = run.table().at(timestep(run.table(), sigmas[i + 1]));
        run.noise(noise);
        Linear.add(x, run.options().noise() * next, noise.data());
      }
      run.stepEnded(i, denoised);
    }
  }

  /** The distilled time step whose level is nearest, by its logarithm. */
  static int timestep(SigmaTable table, double sigma) {
    int stride = Math.max(table.size() / ORIGINAL_STEPS, 1);
    int best = stride - 1;
    for (int t = best; t < table.size(); t += stride) {
      if (distance(table, t, sigma) < distance(table, best, sigma)) {
        best = t;
      }
    }
    return best;
  }

  private static double distance(SigmaTable table, int timestep, double sigma) {
    return Math.abs(Math.log(sigma / table.at(timestep)));
  }
}
