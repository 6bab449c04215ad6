package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/**
 * MagCache (arXiv 2506.09045) on the network's residual r = e - x, its noise less its input. How
 * much larger or smaller r is than that of the evaluation before, the magnitude ratio, hardly
 * depends on the prompt. The product of the ratios since the last evaluation tells by how much a
 * reused r would be wrong: |1 - product|, summed over the evaluations that were skipped in a row.
 * What takes the place of e is x + r.
 *
 * <p>The paper measures the ratios of a model once, with all evaluations of one picture. Here they
 * are the pass's own: between its last two evaluations i and j the magnitude went with a power of
 * sigma, and goes on with it. The product at t is then (sigma_t / sigma_i)^p, with p = ln(ratio of
 * i to j) / ln(sigma_i / sigma_j).
 */
final class MagCache implements Forecast {
  /** The reference's threshold of 0.5 is the 0.05 that is usual here. */
  private static final double UNIT = 10;

  private final double threshold;
  private final int inARow;
  private final NoiseRows rows;
  private double power = Double.NaN;
  private double sigma = Double.NaN;
  private double error;
  private int skipped;

  /**
   * @param threshold of the summed error
   * @param inARow K, the most that are skipped in a row
   */
  MagCache(double threshold, int inARow, NoiseRows rows) {
    this.threshold = threshold;
    this.inARow = inARow;
    this.rows = rows;
  }

  @Override
  public NoiseRows rows() {
    return rows;
  }

  @Override
  public void arrives(DenoiseCall call) {
    rows.moveInputs(call);
  }

  /** The error is NaN, which is below nothing, until two evaluations had a row in common. */
  @Override
  public boolean skips(DenoiseCall call) {
    error += Math.abs(1 - Math.pow(call.step().sigma() / sigma, power));
    return error <= threshold * UNIT && skipped < inARow;
  }

  @Override
  public void predict(DenoiseCall call) {
    skipped++;
    rows.carry(call);
  }

  @Override
  public void keep(DenoiseCall call) {
    double now = call.step().sigma();
    // A corrector at the same noise level tells nothing of the change along the path.
    if (now != sigma) {
      power = Math.log(rows.magnitudeRatio(call)) / Math.log(now / sigma);
    }
    rows.keepNoise(call, true);
    sigma = now;
    error = 0;
    skipped = 0;
  }
}
