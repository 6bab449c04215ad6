package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * Latent consistency models (Luo et al., 2023): every evaluation jumps to the finished picture,
 * which is then noised to the next level. As in webUI, levels may lie between those that the model
 * was distilled at, while the network always sees a distilled time step.
 */
final class Lcm implements Sampler {
  private static final double SIGMA_DATA = 0.5;
  private static final double TIMESTEP_SCALE = 10;

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    LcmSigmas distilled = new LcmSigmas(run.table());
    float[] x = run.latents().data();
    Tensor denoised = Tensor.like(run.latents());
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      int timestep = distilled.nearest(sigmas[i]);
      double seen = run.table().at(timestep);
      // What the network is fed, x / sqrt(1 + σ²), stays the same, and so does the noise that it
      // finds: x - σε with ε = (x' - D') / σ'.
      double scale = Math.sqrt((1 + seen * seen) / (1 + sigmas[i] * sigmas[i]));
      Linear.mix(denoised.data(), scale, x, 0, x);
      Tensor prediction = run.model().denoise(denoised, seen);
      double share = sigmas[i] / seen;
      Linear.mix(denoised.data(), 1 - share * scale, x, share, prediction.data());
      // The boundary condition of a consistency function: at t = 0 it is the identity.
      double t = timestep * TIMESTEP_SCALE;
      double norm = t * t + SIGMA_DATA * SIGMA_DATA;
      Linear.mix(x, SIGMA_DATA * SIGMA_DATA / norm, x, t / Math.sqrt(norm), denoised.data());
      if (sigmas[i + 1] > 0) {
        run.noise(noise);
        Linear.add(x, sigmas[i + 1], noise.data());
      }
      run.stepEnded(i, denoised);
    }
  }
}
