package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/**
 * TaylorSeer Lite (arXiv 2503.06923; OpenVINO GenAI): the network's output alone is forecast, to
 * the first order. The noise k evaluations after the last one is e + k * change / (distance of the
 * last two). The first six and the last two evaluations are never skipped.
 */
final class TaylorSeer implements Forecast {
  private static final int FIRST = 6;
  private static final int LAST = 2;

  private final int interval;
  private final NoiseRows rows;
  private int last;
  private int distance = 1;

  TaylorSeer(int interval, NoiseRows rows) {
    this.interval = interval;
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
    int now = call.step().evaluation();
    return now >= FIRST && now < call.step().evaluations() - LAST && now - last < interval;
  }

  @Override
  public void predict(DenoiseCall call) {
    rows.extrapolate(call, (call.step().evaluation() - last) / (double) distance);
  }

  @Override
  public void keep(DenoiseCall call) {
    rows.keepNoise(call, true);
    distance = Math.max(1, call.step().evaluation() - last);
    last = call.step().evaluation();
  }
}
