package dev.kiln.host.sampler;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * DPM-Solver-23 with adaptive steps (Lu et al., 2022, Appendix C): a second- and a third-order
 * result share their evaluations, and their difference says how long the next step may be. One
 * length serves the whole batch, so here an image does depend on the others of its batch.
 */
final class DpmAdaptive implements Sampler {
  private static final double RELATIVE = 0.05;
  private static final double ABSOLUTE = 0.0078;
  private static final double FIRST_LENGTH = 0.05;
  private static final double ACCEPTED = 0.81;

  /** Ten times what pictures usually take. Some never end: their steps become ever shorter. */
  private static final int MOST_STEPS = 300;

  @Override
  public void sample(SamplerRun run) {
    LogSpan span = LogSpan.of(run.sigmas());
    double eta = run.options().eta();
    double order = eta == 0 ? 3 : 1.5;
    DpmSolver solver = new DpmSolver(run);
    Tensor noise = Tensor.like(run.latents());
    float[] x = run.latents().data();
    float[] low = new float[x.length];
    float[] high = new float[x.length];
    float[] lastLow = x.clone();
    double t = span.start();
    double length = FIRST_LENGTH;
    for (int i = 0; t < span.end() - 1e-5; i++) {
      demandProgress(i);
      double next = Math.min(span.end(), t + length);
      double down = span.down(t, next, eta);
      solver.begin(t, down);
      solver.second(1.0 / 3);
      Tensor denoised = solver.third();
      solver.secondOrder(low);
      solver.thirdOrder(high);
      double factor = factor(error(low, high, lastLow), order);
      if (factor >= ACCEPTED) {
        run.noise(noise);
        Linear.mix(x, 1, high, LogSpan.up(next, down), noise.data());
        System.arraycopy(low, 0, lastLow, 0, x.length);
        t = next;
      }
      length *= factor;
      run.stepEnded(i, denoised);
    }
  }

  private static void demandProgress(int steps) {
    if (steps == MOST_STEPS) {
      throw new BadRequest(
          "DPM adaptive was not done after "
              + MOST_STEPS
              + " steps: what the prompts ask for changes too fast; take a lower cfg scale, fewer"
              + " prompts joined by AND, or another sampler");
    }
  }

  /** How much longer the next step may be: bounded by 1 + atan, so never by more than 2.6. */
  private static double factor(double error, double order) {
    return 1 + Math.atan(Math.pow(1 / (error + 1e-8), 1 / order) - 1);
  }

  /** Root mean square of the difference in units of the tolerance. */
  private static double error(float[] low, float[] high, float[] lastLow) {
    double sum = 0;
    for (int i = 0; i < low.length; i++) {
      double size = Math.max(Math.abs(low[i]), Math.abs(lastLow[i]));
      double error = (low[i] - high[i]) / Math.max(ABSOLUTE, RELATIVE * size);
      sum += error * error;
    }
    return Math.sqrt(sum / low.length);
  }
}
