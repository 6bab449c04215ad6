package dev.kiln.host.sampler;

/**
 * From the largest to the smallest positive level of a list, as t = -ln σ, for samplers that choose
 * the steps between by themselves.
 */
record LogSpan(double start, double end) {
  static LogSpan of(double[] sigmas) {
    int last = sigmas.length - 1;
    while (last > 0 && sigmas[last] <= 0) {
      last--;
    }
    return new LogSpan(-Math.log(sigmas[0]), -Math.log(sigmas[last]));
  }

  /** Where the ODE step of an ancestral step from t to next ends: further down, inside the span. */
  double down(double t, double next, double eta) {
    if (eta == 0) {
      return next;
    }
    double to = Math.exp(-next);
    double up = Ancestral.up(Math.exp(-t), to, eta);
    return Math.min(end, -Math.log(Ancestral.down(to, up)));
  }

  /** The deviation of the noise that lifts the level from {@code down} back to {@code next}. */
  static double up(double next, double down) {
    return Math.sqrt(Math.max(0, Math.exp(-2 * next) - Math.exp(-2 * down)));
  }
}
