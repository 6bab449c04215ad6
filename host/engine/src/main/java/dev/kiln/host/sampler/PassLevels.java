package dev.kiln.host.sampler;

import dev.kiln.spi.BadRequest;
import java.util.Arrays;

/**
 * The noise levels of a pass, all of a schedule's or only the last.
 *
 * @param schedule all of them, descending: what noise along the way is drawn for
 * @param sigmas those between the steps that are taken: the end of the schedule
 * @param first that of the noise that a picture gets before the first step
 * @param count how many steps that is for the user
 */
public record PassLevels(double[] schedule, double[] sigmas, double first, int count) {
  /** webUI takes no more, so that something of the picture is left. */
  private static final double MOST = 0.999;

  /** From noise alone. */
  public static PassLevels whole(double[] sigmas, int steps) {
    return new PassLevels(sigmas, sigmas, sigmas[0], steps);
  }

  /**
   * How many steps a picture is redrawn with.
   *
   * @param all of the schedule
   * @param last how many of them are taken, less one
   */
  public record Steps(int all, int last) {
    /** A part of the steps asked for, by the strength: webUI's default. */
    public static Steps part(int steps, double strength) {
      return new Steps(steps, (int) (Math.min(strength, MOST) * steps));
    }

    /** As many as asked for: the schedule is made longer instead. */
    public static Steps full(int steps, double strength) {
      return new Steps((int) (steps / Math.min(strength, MOST)), steps - 1);
    }
  }

  /** The last steps of a schedule for k-diffusion's samplers. */
  static PassLevels end(double[] schedule, Steps steps) {
    int from = Math.max(0, schedule.length - 2 - steps.last);
    double[] sigmas = Arrays.copyOfRange(schedule, from, schedule.length);
    return new PassLevels(schedule, sigmas, sigmas[0], steps.last + 1);
  }

  /**
   * The same for those that know the largest and the smallest level alone.
   *
   * @throws BadRequest when these are the same
   */
  PassLevels span() {
    double smallest = sigmas[Math.max(0, sigmas.length - 2)];
    if (smallest >= first) {
      throw new BadRequest(
          "the denoising strength leaves one step, and this sampler needs two; take more steps, a"
              + " higher strength or another sampler");
    }
    return new PassLevels(schedule, new double[] {first, smallest}, first, count);
  }
}
