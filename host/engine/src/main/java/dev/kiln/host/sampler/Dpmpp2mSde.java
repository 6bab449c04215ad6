package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DPM-Solver++(2M) for the SDE. With h = ln(σ/next) and g = (1 + eta) h, the state decays by e^-g,
 * the prediction fills what is missing, a second-order term follows its change, and noise of
 * deviation next sqrt(1 - e^(-2 eta h)) is put back.
 */
final class Dpmpp2mSde implements Sampler {
  /** How the second-order term is weighted. */
  enum Correction {
    MIDPOINT,
    HEUN
  }

  private final Correction correction;

  Dpmpp2mSde(Correction correction) {
    this.correction = correction;
  }

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    double eta = run.options().eta();
    float[] x = run.latents().data();
    float[] previous = new float[x.length];
    Tensor noise = Tensor.like(run.latents());
    double lastH = 0;
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double next = sigmas[i + 1];
      double h = Math.log(sigmas[i] / next);
      double g = (1 + eta) * h;
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      Linear.mix(x, Math.exp(-g), x, -Math.expm1(-g), denoised.data());
      if (i > 0 && next > 0) {
        double weight = weight(g) * h / lastH;
        Linear.add(x, weight, denoised.data());
        Linear.add(x, -weight, previous);
      }
      if (eta > 0 && next > 0) {
        run.brownianNoise(sigmas[i], next, noise);
        double deviation = next * Math.sqrt(-Math.expm1(-2 * eta * h));
        Linear.add(x, run.options().noise() * deviation, noise.data());
      }
      System.arraycopy(denoised.data(), 0, previous, 0, x.length);
      lastH = h;
      run.stepEnded(i, denoised);
    }
  }

  private double weight(double g) {
    return switch (correction) {
      case MIDPOINT -> -Math.expm1(-g) / 2;
      case HEUN -> 1 + Math.expm1(-g) / g;
    };
  }
}
