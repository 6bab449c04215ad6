package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DPM-Solver-Fast (Lu et al., 2022): third-order steps of equal length in ln σ, with steps of lower
 * order at the end so that the evaluations are exactly as many as the steps asked for.
 */
final class DpmFast implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    int evaluations = run.steps();
    int steps = evaluations / 3 + 1;
    LogSpan span = LogSpan.of(run.sigmas());
    double length = (span.end() - span.start()) / steps;
    DpmSolver solver = new DpmSolver(run);
    Tensor noise = Tensor.like(run.latents());
    for (int i = 0; i < steps; i++) {
      double t = span.start() + i * length;
      double next = span.start() + (i + 1) * length;
      double down = span.down(t, next, run.options().eta());
      Tensor denoised = solver.begin(t, down);
      denoised = finish(solver, order(i, steps, evaluations), run.latents().data(), denoised);
      run.noise(noise);
      double up = LogSpan.up(next, down);
      Linear.add(run.latents().data(), run.options().noise() * up, noise.data());
      run.stepEnded(i, denoised);
    }
  }

  /** 3, 3, ..., 3, rest; or 3, ..., 3, 2, 1 where nothing is left. */
  static int order(int step, int steps, int evaluations) {
    int rest = evaluations % 3;
    if (rest == 0) {
      return Math.min(3, steps - step);
    }
    return step + 1 < steps ? 3 : rest;
  }

  private static Tensor finish(DpmSolver solver, int order, float[] x, Tensor first) {
    if (order == 1) {
      solver.firstOrder(x);
      return first;
    }
    if (order == 2) {
      Tensor denoised = solver.second(0.5);
      solver.secondOrder(x);
      return denoised;
    }
    solver.second(1.0 / 3);
    Tensor denoised = solver.third();
    solver.thirdOrder(x);
    return denoised;
  }
}
