package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/**
 * EasyCache (arXiv 2507.02860) on the noise prediction e. The last two evaluations i and j tell how
 * fast the output follows the input, k = |e_i - e_j| / |x_i - x_j|; by then it is expected to have
 * drifted by k |x_t - x_i| / |e_i| since the last evaluation. While that stays below the threshold,
 * the network is not asked. Distances are mean absolute values over all rows, summed along the path
 * of the inputs.
 *
 * <p>Other than EasyCache, which takes e_i as it is, e is moved on along its last change, linear in
 * log sigma and by no more than that change: with multistep samplers the picture stays much closer
 * to the full one.
 */
final class EasyCache implements Forecast {
  private final double threshold;
  private final NoiseRows rows;
  private double rate = Double.NaN;
  private double path;
  private double sigma = Double.NaN;
  private double logSpan = Double.NaN;

  EasyCache(double threshold, NoiseRows rows) {
    this.threshold = threshold;
    this.rows = rows;
  }

  @Override
  public NoiseRows rows() {
    return rows;
  }

  @Override
  public void arrives(DenoiseCall call) {
    path += rows.moveInputs(call);
  }

  /** The drift is NaN, which is below nothing, until two evaluations had a row in common. */
  @Override
  public boolean skips(DenoiseCall call) {
    return rate * path / rows.noiseNorm(call) < threshold;
  }

  @Override
  public void predict(DenoiseCall call) {
    rows.extrapolate(call, ahead(call.step().sigma()));
  }

  /** How far beyond the last evaluation, 1 being the distance between the last two. */
  private double ahead(double now) {
    return Math.max(0, Math.min(1, Math.log(sigma / now) / logSpan));
  }

  @Override
  public void keep(DenoiseCall call) {
    double now = call.step().sigma();
    boolean alongThePath = now != sigma;
    double change = rows.keepNoise(call, alongThePath);
    // A corrector at the same noise level tells nothing of the change along the path.
    if (alongThePath || Double.isNaN(change)) {
      rate = change / path;
      logSpan = Math.log(sigma / now);
    }
    sigma = now;
    path = 0;
  }
}
