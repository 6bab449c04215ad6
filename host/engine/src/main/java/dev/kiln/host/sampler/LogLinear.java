package dev.kiln.host.sampler;

/** Levels between published ones, by linear interpolation of their logarithm. */
final class LogLinear {
  private LogLinear() {}

  /**
   * The level at a place.
   *
   * @param levels evenly spread over 0..1
   */
  static double at(double[] levels, double p) {
    double place = p * (levels.length - 1);
    int index = Math.min((int) place, levels.length - 2);
    double share = place - index;
    return Math.pow(levels[index], 1 - share) * Math.pow(levels[index + 1], share);
  }
}
