package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/** One step of Heun's method: an Euler step, then again with the mean of both ends' slopes. */
final class HeunStep {
  private final SamplerRun run;
  private final Tensor end;
  private final float[] slope;
  private final float[] endSlope;

  HeunStep(SamplerRun run) {
    this.run = run;
    end = Tensor.like(run.latents());
    slope = new float[end.size()];
    endSlope = new float[end.size()];
  }

  /** Move the latents from one level to the next and return the last prediction. */
  Tensor take(double sigma, double next) {
    float[] x = run.latents().data();
    Tensor denoised = run.model().denoise(run.latents(), sigma);
    if (next == 0) {
      Euler.step(x, sigma, next, denoised.data());
      return denoised;
    }
    Slope.of(slope, x, sigma, denoised.data());
    Linear.mix(end.data(), 1, x, next - sigma, slope);
    Tensor endDenoised = run.model().denoise(end, next);
    Slope.of(endSlope, end.data(), next, endDenoised.data());
    Linear.add(x, (next - sigma) / 2, slope);
    Linear.add(x, (next - sigma) / 2, endSlope);
    return endDenoised;
  }
}
