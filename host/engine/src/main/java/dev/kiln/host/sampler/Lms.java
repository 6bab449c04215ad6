package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * Linear multistep of order 4: the slopes of the last four steps are continued by the polynomial
 * through them, which is integrated over σ (Adams-Bashforth for uneven steps).
 */
final class Lms implements Sampler {
  private static final int ORDER = 4;
  // Gauss-Legendre with two points is exact for cubics, so for all four polynomials.
  private static final double GAUSS = 1 / Math.sqrt(3);

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    float[][] slopes = new float[ORDER][x.length];
    for (int i = 0; i + 1 < sigmas.length; i++) {
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      Slope.of(slopes[i % ORDER], x, sigmas[i], denoised.data());
      int order = Math.min(i + 1, ORDER);
      for (int j = 0; j < order; j++) {
        Linear.add(x, weight(sigmas, i, j, order), slopes[(i - j) % ORDER]);
      }
      run.stepEnded(i, denoised);
    }
  }

  /** The integral over [σ_i, σ_i+1] of the Lagrange polynomial that is 1 at σ_i-j. */
  static double weight(double[] sigmas, int i, int j, int order) {
    double centre = (sigmas[i] + sigmas[i + 1]) / 2;
    double half = (sigmas[i + 1] - sigmas[i]) / 2;
    return half
        * (lagrange(sigmas, i, j, order, centre - half * GAUSS)
            + lagrange(sigmas, i, j, order, centre + half * GAUSS));
  }

  private static double lagrange(double[] sigmas, int i, int j, int order, double sigma) {
    double product = 1;
    for (int k = 0; k < order; k++) {
      if (k != j) {
        product *= (sigma - sigmas[i - k]) / (sigmas[i - j] - sigmas[i - k]);
      }
    }
    return product;
  }
}
