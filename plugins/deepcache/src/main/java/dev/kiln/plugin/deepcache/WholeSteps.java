package dev.kiln.plugin.deepcache;

import java.util.BitSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The steps that compute the whole network: each interval's first, or as many of them closest
 * around a centre.
 *
 * @param chosen of the steps that were expected
 * @param steps how many were expected; further ones, of adaptive samplers, are spread evenly
 */
record WholeSteps(BitSet chosen, int steps, int interval) {
  /** The power from which the search for enough steps begins: DeepCache's for Stable Diffusion. */
  private static final double POWER = 1.4;

  private static final double LESS = 0.02;

  static WholeSteps of(DeepCacheOptions options, int steps) {
    int interval = options.interval();
    if (options.spacing() == Spacing.CENTRED) {
      int centre = (int) Math.rint(options.centre() * steps);
      int count = (steps + interval - 1) / interval;
      for (double power = POWER; power > 1; power -= LESS) {
        Optional<BitSet> found = centred(steps, count, centre, power);
        if (found.isPresent()) {
          return new WholeSteps(found.get(), steps, interval);
        }
      }
    }
    return evenly(steps, interval);
  }

  private static WholeSteps evenly(int steps, int interval) {
    BitSet chosen = new BitSet();
    for (int step = 0; step < steps; step += interval) {
      chosen.set(step);
    }
    return new WholeSteps(chosen, steps, interval);
  }

  /**
   * DeepCache's non-uniform steps: 0, and centre + int(Re x^power) with x the inner points of the
   * line from (-centre)^(1/power) to (steps - centre)^(1/power) in count equal parts, on the
   * complex plane, where the first is c^(1/power) at the angle π/power.
   *
   * @return empty where two of them are one step
   */
  private static Optional<BitSet> centred(int steps, int count, int centre, double power) {
    double first = Math.pow(centre, 1 / power);
    double fromRe = first * Math.cos(Math.PI / power);
    double fromIm = first * Math.sin(Math.PI / power);
    double to = Math.pow(steps - centre, 1 / power);
    TreeSet<Integer> points = new TreeSet<>();
    for (int k = 0; k <= count; k++) {
      double re = fromRe + (to - fromRe) * k / count;
      double im = fromIm * (count - k) / count;
      points.add(
          (int) (Math.pow(Math.hypot(re, im), power) * Math.cos(power * Math.atan2(im, re))));
    }
    if (points.size() != count + 1) {
      return Optional.empty();
    }
    points.pollFirst();
    points.pollLast();
    BitSet chosen = new BitSet();
    chosen.set(0);
    points.forEach(point -> chosen.set(Math.max(0, centre + point)));
    return Optional.of(chosen);
  }

  boolean has(int step) {
    return step < steps ? chosen.get(step) : step % interval == 0;
  }
}
