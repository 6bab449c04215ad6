package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DPM-Solver++(3M) for the SDE: the predictions of three steps give the first and second derivative
 * of D along λ = -ln σ, weighted by φ2 and φ3 of the exponential integrator.
 */
final class Dpmpp3mSde implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    double eta = run.options().eta();
    float[] x = run.latents().data();
    // D of the last steps; the current one is at index i % 3.
    float[][] past = new float[3][x.length];
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double next = sigmas[i + 1];
      double h = Math.log(sigmas[i] / next);
      double g = (1 + eta) * h;
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      System.arraycopy(denoised.data(), 0, past[i % 3], 0, x.length);
      Linear.mix(x, Math.exp(-g), x, -Math.expm1(-g), denoised.data());
      if (next > 0) {
        correct(x, past, sigmas, i, g);
        if (eta > 0) {
          run.brownianNoise(sigmas[i], next, noise);
          double deviation = next * Math.sqrt(-Math.expm1(-2 * eta * h));
          Linear.add(x, run.options().noise() * deviation, noise.data());
        }
      }
      run.stepEnded(i, denoised);
    }
  }

  /** x += φ2 D' - φ3 D'', derivatives in units of the step. */
  private static void correct(float[] x, float[][] past, double[] sigmas, int i, double g) {
    if (i == 0) {
      return;
    }
    double h = Math.log(sigmas[i] / sigmas[i + 1]);
    double phi2 = 1 + Math.expm1(-g) / g;
    double r0 = Math.log(sigmas[i - 1] / sigmas[i]) / h;
    // Weights of the divided differences (D_i - D_i-1) / r0 and (D_i-1 - D_i-2) / r1.
    double newer = phi2;
    if (i > 1) {
      double phi3 = phi2 / g - 0.5;
      double r1 = Math.log(sigmas[i - 2] / sigmas[i - 1]) / h;
      double older = (phi3 - phi2 * r0) / (r0 + r1);
      newer = phi2 - older;
      Linear.add(x, older / r1, past[(i - 1) % 3]);
      Linear.add(x, -older / r1, past[(i - 2) % 3]);
    }
    Linear.add(x, newer / r0, past[i % 3]);
    Linear.add(x, -newer / r0, past[(i - 1) % 3]);
  }
}
