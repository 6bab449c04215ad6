package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/** DPM-Solver++(2M), Algorithm 2 of Lu et al. (2022), with λ = -ln σ. */
final class Dpmpp2m implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    float[] previous = new float[x.length];
    double lastH = 0;
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double next = sigmas[i + 1];
      double h = Math.log(sigmas[i] / next);
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      // (next/σ) x - (e^-h - 1) ((1 + 1/2r) D_i - (1/2r) D_i-1), and e^-h = next/σ.
      double share = 1 - next / sigmas[i];
      Linear.mix(x, next / sigmas[i], x, share, denoised.data());
      if (i > 0 && next > 0) {
        double twoR = 2 * lastH / h;
        Linear.add(x, share / twoR, denoised.data());
        Linear.add(x, -share / twoR, previous);
      }
      System.arraycopy(denoised.data(), 0, previous, 0, x.length);
      lastH = h;
      run.stepEnded(i, denoised);
    }
  }
}
