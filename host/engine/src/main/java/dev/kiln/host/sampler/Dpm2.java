package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;

/** DPM-Solver-2 (Lu et al., 2022) in Karras' variables, with churn. */
final class Dpm2 implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    Churn churn = new Churn(run);
    MidpointStep step = new MidpointStep(run);
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double sigma = churn.lift(i);
      run.stepEnded(i, step.take(sigma, sigmas[i + 1]));
    }
  }
}
