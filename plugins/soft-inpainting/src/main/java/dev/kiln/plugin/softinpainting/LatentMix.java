package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.generate.BlendCall;

/**
 * Interpolates between latents as directions and lengths: with a kept and b drawn, each a vector of
 * all channels at a place, and t the share of b, the result points where a(1-t) + bt does and is
 * (|a|^c (1-t) + |b|^c t)^(1/c) long. A larger c draws the length towards the longer of the two, so
 * that contrast is not lost in the middle.
 */
final class LatentMix {
  /** Keeps a length of 0 from being divided by. */
  private static final double LEAST = 1e-5;

  private final double power;

  /**
   * @param power c
   */
  LatentMix(double power) {
    this.power = power;
  }

  /**
   * Fill the mix.
   *
   * @param exponent of the shares that the mask lets be drawn
   */
  void blend(BlendCall call, double exponent) {
    float[] shares = call.drawn().data();
    float[] result = call.blended().data();
    int plane = call.drawn().rowSize();
    int channels = call.init().dim(1);
    for (int i = 0; i < shares.length; i++) {
      float share = (float) Math.pow(shares[i], exponent);
      int first = i / plane * channels * plane + i % plane;
      double kept = 0;
      double drawn = 0;
      double mixed = 0;
      for (int at = first; at < first + channels * plane; at += plane) {
        float a = call.init().data()[at];
        float b = call.current().data()[at];
        result[at] = a * (1 - share) + b * share;
        kept += (double) a * a;
        drawn += (double) b * b;
        mixed += (double) result[at] * result[at];
      }
      double length =
          Math.pow(
              Math.pow(Math.sqrt(kept), power) * (1 - share)
                  + Math.pow(Math.sqrt(drawn), power) * share,
              1 / power);
      float factor = (float) (length / (Math.sqrt(mixed) + LEAST));
      for (int at = first; at < first + channels * plane; at += plane) {
        result[at] *= factor;
      }
    }
  }
}
