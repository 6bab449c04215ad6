package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/** One step of the midpoint method, its middle taken in ln σ, as DPM-Solver-2 does. */
final class MidpointStep {
  private final SamplerRun run;
  private final Tensor middle;
  private final float[] slope;

  MidpointStep(SamplerRun run) {
    this.run = run;
    middle = Tensor.like(run.latents());
    slope = new float[middle.size()];
  }

  /** Move the latents from one level to the next and return the last prediction. */
  Tensor take(double sigma, double next) {
    float[] x = run.latents().data();
    Tensor denoised = run.model().denoise(run.latents(), sigma);
    if (next == 0) {
      Euler.step(x, sigma, next, denoised.data());
      return denoised;
    }
    double half = Math.sqrt(sigma * next);
    Slope.of(slope, x, sigma, denoised.data());
    Linear.mix(middle.data(), 1, x, half - sigma, slope);
    Tensor halfDenoised = run.model().denoise(middle, half);
    Slope.of(slope, middle.data(), half, halfDenoised.data());
    Linear.add(x, next - sigma, slope);
    return halfDenoised;
  }
}
