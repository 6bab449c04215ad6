package dev.kiln.host.sampler;

/** The derivative of the probability flow ODE, d = (x - D) / σ: the noise that the model sees. */
final class Slope {
  private Slope() {}

  static void of(float[] out, float[] x, double sigma, float[] denoised) {
    Linear.mix(out, 1 / sigma, x, -1 / sigma, denoised);
  }
}
