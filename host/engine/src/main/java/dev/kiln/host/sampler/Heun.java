package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;

/** Heun's method: Algorithm 2 of Karras et al. (2022). */
final class Heun implements Sampler {
  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    Churn churn = new Churn(run);
    HeunStep step = new HeunStep(run);
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double sigma = churn.lift(i);
      run.stepEnded(i, step.take(sigma, sigmas[i + 1]));
    }
  }
}
