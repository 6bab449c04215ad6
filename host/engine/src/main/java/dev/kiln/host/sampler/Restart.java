package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * Restart sampling (Xu et al., 2023): Heun steps; on reaching a low noise level, noise lifts the
 * latents to a higher one, and sampling goes down from there again. From 20 steps on, nine of them
 * are used for one descent from 2 to 0.1; from 36 on, half of them for two such descents.
 */
final class Restart implements Sampler {
  private static final double LOW = 0.1;
  private static final double HIGH = 2;
  private static final double RHO = 7;

  @Override
  public void sample(SamplerRun run) {
    double[] levels = levels(run.sigmas());
    HeunStep step = new HeunStep(run);
    Tensor noise = Tensor.like(run.latents());
    int steps = 0;
    for (int i = 0; i + 1 < levels.length; i++) {
      double sigma = levels[i];
      double next = levels[i + 1];
      if (next > sigma) {
        run.noise(noise);
        double deviation = Math.sqrt(next * next - sigma * sigma);
        Linear.add(run.latents().data(), deviation, noise.data());
      } else {
        run.stepEnded(steps++, step.take(sigma, next));
      }
    }
  }

  /** All levels in the order they are visited: a rise is a restart. */
  static double[] levels(double[] sigmas) {
    int steps = sigmas.length - 1;
    if (steps < 20) {
      return sigmas;
    }
    int restarts = steps >= 36 ? 2 : 1;
    int restartSteps = steps >= 36 ? steps / 4 : 9;
    double smallest = sigmas[steps] > 0 ? sigmas[steps] : sigmas[steps - 1];
    double[] main = HostSchedules.karras(steps - restarts * restartSteps, smallest, sigmas[0], RHO);
    int low = nearest(main, LOW);
    int high = nearest(main, HIGH);
    if (high >= low) {
      return main;
    }
    double[] again = HostSchedules.karras(restartSteps + 1, main[low], main[high], RHO);
    double[] levels = new double[main.length + restarts * (restartSteps + 1)];
    System.arraycopy(main, 0, levels, 0, low + 1);
    int filled = low + 1;
    for (int i = 0; i < restarts; i++, filled += restartSteps + 1) {
      System.arraycopy(again, 0, levels, filled, restartSteps + 1);
    }
    System.arraycopy(main, low + 1, levels, filled, main.length - low - 1);
    return levels;
  }

  private static int nearest(double[] sigmas, double level) {
    int best = 0;
    for (int i = 1; i < sigmas.length; i++) {
      if (Math.abs(sigmas[i] - level) < Math.abs(sigmas[best] - level)) {
        best = i;
      }
    }
    return best;
  }
}
