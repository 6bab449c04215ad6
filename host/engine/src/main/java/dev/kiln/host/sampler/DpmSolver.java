package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * The single steps of DPM-Solver-1, -2 and -3 (Lu et al., 2022), in t = -ln σ and the noise
 * prediction eps = (x - D) / σ. Evaluations of one step are shared by its orders: begin, then
 * {@code second} and {@code third} as far as the order needs, then the results.
 */
final class DpmSolver {
  private static final double TWO_THIRDS = 2.0 / 3;

  private final SamplerRun run;
  private final Tensor middle;
  private final float[] eps;
  private final float[] eps1;
  private final float[] eps2;
  private double t;
  private double h;
  private double r1;

  DpmSolver(SamplerRun run) {
    this.run = run;
    middle = Tensor.like(run.latents());
    eps = new float[middle.size()];
    eps1 = new float[middle.size()];
    eps2 = new float[middle.size()];
  }

  /** Begin a step from {@code t} to {@code next} at the run's latents; returns the prediction. */
  Tensor begin(double t, double next) {
    this.t = t;
    h = next - t;
    return evaluate(run.latents(), t, eps);
  }

  /** Evaluate at t + r1 h. */
  Tensor second(double r1) {
    this.r1 = r1;
    first(middle.data(), r1);
    return evaluate(middle, t + r1 * h, eps1);
  }

  /** Evaluate at t + 2/3 h. */
  Tensor third() {
    double part = TWO_THIRDS * h;
    first(middle.data(), TWO_THIRDS);
    double weight = Math.exp(-(t + part)) * (TWO_THIRDS / r1) * (Math.expm1(part) / part - 1);
    addChange(middle.data(), -weight, eps1);
    return evaluate(middle, t + part, eps2);
  }

  /** x1 = x - σ(next) (e^h - 1) eps. */
  void firstOrder(float[] out) {
    first(out, 1);
  }

  /** x1 - σ(next) / (2 r1) (e^h - 1) (eps1 - eps). */
  void secondOrder(float[] out) {
    first(out, 1);
    addChange(out, -Math.exp(-(t + h)) / (2 * r1) * Math.expm1(h), eps1);
  }

  /** x1 - σ(next) / r2 ((e^h - 1) / h - 1) (eps2 - eps). */
  void thirdOrder(float[] out) {
    first(out, 1);
    addChange(out, -Math.exp(-(t + h)) / TWO_THIRDS * (Math.expm1(h) / h - 1), eps2);
  }

  private void first(float[] out, double part) {
    double weight = Math.exp(-(t + part * h)) * Math.expm1(part * h);
    Linear.mix(out, 1, run.latents().data(), -weight, eps);
  }

  private void addChange(float[] out, double weight, float[] later) {
    Linear.add(out, weight, later);
    Linear.add(out, -weight, eps);
  }

  private Tensor evaluate(Tensor x, double at, float[] out) {
    double sigma = Math.exp(-at);
    Tensor denoised = run.model().denoise(x, sigma);
    Slope.of(out, x.data(), sigma, denoised.data());
    return denoised;
  }
}
