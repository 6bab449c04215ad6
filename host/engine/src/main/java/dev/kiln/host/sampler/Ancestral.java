package dev.kiln.host.sampler;

/**
 * The ancestral split of a step from one noise level to a lower one: go {@code down} further than
 * asked along the ODE, then put noise of deviation {@code up} back, with down² + up² = to².
 */
final class Ancestral {
  private Ancestral() {}

  /** up = min(to, eta * sqrt(to² (from² - to²) / from²)). */
  static double up(double from, double to, double eta) {
    return Math.min(to, eta * to * Math.sqrt(Math.max(0, from * from - to * to)) / from);
  }

  static double down(double to, double up) {
    return Math.sqrt(Math.max(0, to * to - up * up));
  }
}
