package dev.kiln.host.sampler;

/** Sums of latents, element by element: all the arithmetic that a sampler needs on whole arrays. */
final class Linear {
  private Linear() {}

  /** out = a x + b y; {@code out} may be {@code x} or {@code y}. */
  static void mix(float[] out, double a, float[] x, double b, float[] y) {
    float fa = (float) a;
    float fb = (float) b;
    for (int i = 0; i < out.length; i++) {
      out[i] = fa * x[i] + fb * y[i];
    }
  }

  /** x += a y. */
  static void add(float[] x, double a, float[] y) {
    float fa = (float) a;
    for (int i = 0; i < x.length; i++) {
      x[i] += fa * y[i];
    }
  }

  static void scale(float[] x, double a) {
    float fa = (float) a;
    for (int i = 0; i < x.length; i++) {
      x[i] *= fa;
    }
  }
}
