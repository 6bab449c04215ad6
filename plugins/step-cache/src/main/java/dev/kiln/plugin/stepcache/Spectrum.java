package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/**
 * Spectrum as stable-diffusion.cpp has it, on predictions of the finished latents: a ridge fit of
 * the last six in Chebyshev polynomials of time, mixed with a step along the last change. The first
 * four evaluations and the last tenth are never skipped; each evaluation lets the next one serve
 * half a step more.
 */
final class Spectrum implements Forecast {
  private static final int PAST = 6;
  private static final int FIRST = 4;
  private static final double END = 0.9;
  private static final double GROWTH = 0.5;

  /** The share of the fit; the rest is the last prediction and half its change. */
  private static final double FIT = 0.4;

  private final KnownRows<PastRow> rows;
  private final ChebyshevFit fit = new ChebyshevFit(PAST);
  private final double[] factors = new double[PAST];
  private double window;
  private int skipped;

  /**
   * @param capacity how many rows are expected
   * @param size how many values a row has
   * @param interval how many steps an evaluation serves at first
   */
  Spectrum(int interval, int capacity, int size) {
    this.window = interval;
    this.rows = new KnownRows<>(capacity, size, () -> new PastRow(PAST, size));
  }

  @Override
  public KnownRows<PastRow> rows() {
    return rows;
  }

  @Override
  public boolean skips(DenoiseCall call) {
    int now = call.step().evaluation();
    int end = (int) (END * call.step().evaluations());
    for (int i = 0; i < call.rows(); i++) {
      if (rows.row(i).count() < 2) {
        return false;
      }
    }
    return now >= FIRST && now < end && (skipped + 1) % (int) window != 0;
  }

  @Override
  public void predict(DenoiseCall call) {
    skipped++;
    for (int i = 0; i < call.rows(); i++) {
      PastRow row = rows.row(i);
      int count = row.count();
      fit.weights(row.times(), count, time(call), factors);
      for (int k = 0; k < count; k++) {
        factors[k] *= FIT;
      }
      factors[count - 1] += (1 - FIT) * 1.5;
      factors[count - 2] -= (1 - FIT) * 0.5;
      row.sum(factors, call.denoised().data(), i * rows.size());
    }
  }

  @Override
  public void keep(DenoiseCall call) {
    for (int i = 0; i < call.rows(); i++) {
      rows.row(i).keep(call.denoised().data(), i * rows.size(), time(call));
    }
    if (call.step().evaluation() >= FIRST) {
      window += GROWTH;
    }
    skipped = 0;
  }

  /** -1 at the start and 1 at the fiftieth evaluation, however many there are. */
  private static double time(DenoiseCall call) {
    return call.step().evaluation() / 50.0 * 2 - 1;
  }
}
