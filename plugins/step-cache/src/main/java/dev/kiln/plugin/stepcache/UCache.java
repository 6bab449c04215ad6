package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/**
 * UCache as stable-diffusion.cpp has it, on the noise prediction e over all rows. How far e is
 * expected to have changed since the last evaluation, k |x_t - x_i| as in EasyCache, is taken
 * relative to the root of its size times its usual change, grows by half with each evaluation that
 * was skipped in a row, and adds up from one to the next. What takes the place of e is e + x_t -
 * x_i.
 */
final class UCache implements Forecast {
  /** The reference's threshold of 1 is the 0.05 that is usual here. */
  private static final double UNIT = 20;

  private static final double SKIPPED_GAIN = 0.5;
  private static final double NORM_GAIN = 1.6;
  private static final double LEAST = 1e-6;
  private static final double MEMORY = 0.8;

  private final double threshold;
  private final NoiseRows rows;
  private double rate = Double.NaN;
  private double norm;
  private double usualChange = Double.NaN;
  private double error;
  private int skippedInARow;
  private int evaluated;

  UCache(double threshold, NoiseRows rows) {
    this.threshold = threshold;
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

  @Override
  public boolean skips(DenoiseCall call) {
    double moved = rows.moved(call);
    if (Double.isNaN(rate) || moved == 0) {
      return false;
    }
    double usual = Double.isNaN(usualChange) ? norm : usualChange * NORM_GAIN;
    double scale = Math.sqrt(Math.max(norm, LEAST) * Math.max(usual, LEAST));
    error += rate * moved / scale * (1 + SKIPPED_GAIN * skippedInARow);
    if (error < threshold * UNIT * patience(call)) {
      return true;
    }
    error = 0;
    return false;
  }

  /** Less at the start and more at the end of what is evaluated. */
  private double patience(DenoiseCall call) {
    double progress = (double) evaluated / call.step().evaluations();
    return progress < 0.2 ? 0.5 : progress > 0.8 ? 1.5 : 1;
  }

  @Override
  public void predict(DenoiseCall call) {
    skippedInARow++;
    rows.carry(call);
  }

  @Override
  public void keep(DenoiseCall call) {
    double moved = rows.moved(call);
    double change = rows.keepNoise(call, true);
    if (change > 0) {
      usualChange =
          Double.isNaN(usualChange) ? change : MEMORY * usualChange + (1 - MEMORY) * change;
      rate = moved > 0 ? change / moved : rate;
    }
    norm = rows.noiseNorm(call);
    skippedInARow = 0;
    evaluated++;
  }
}
