package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/** The rows of the last evaluation with the noise that the network saw in them. */
final class NoiseRows extends KnownRows<NoiseRow> {
  NoiseRows(int capacity, int size) {
    super(capacity, size, () -> new NoiseRow(size));
  }

  /** The mean |x_t - x_(t-1)| over the rows found; their last input is x_t from here on. */
  double moveInputs(DenoiseCall call) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      NoiseRow row = row(i);
      if (row != null) {
        sum += row.move(call.sample().data(), i * size());
        known++;
      }
    }
    return known == 0 ? 0 : sum / ((double) known * size());
  }

  /** The mean |x - x_i| since the last evaluation, over the rows that were in it. */
  double moved(DenoiseCall call) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      NoiseRow row = row(i);
      if (row != null && !row.fresh()) {
        sum += row.moved();
        known++;
      }
    }
    return known == 0 ? 0 : sum / ((double) known * size());
  }

  /** Fill in the noise of each row, moved on as its input. All must be known. */
  void carry(DenoiseCall call) {
    for (int i = 0; i < call.rows(); i++) {
      row(i).carry(call.denoised().data(), i * size(), call.step().sigma());
    }
  }

  /**
   * Keep the noise of a call that was evaluated.
   *
   * @param alongThePath whether the noise level is another than the last evaluation's
   * @return the mean |e_t - e| over the rows that were known before; NaN when none was
   */
  double keepNoise(DenoiseCall call, boolean alongThePath) {
    float[] denoised = call.denoised().data();
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      known += row(i).fresh() ? 0 : 1;
      sum += row(i).keep(denoised, i * size(), call.step().sigma(), alongThePath);
    }
    return known == 0 ? Double.NaN : sum / ((double) known * size());
  }

  /**
   * The mean over all places of |r| / |r_i|, with r = e - x of a call that was evaluated, r_i that
   * of the evaluation before and |r| the norm over the channels; NaN when no row was in it.
   */
  double magnitudeRatio(DenoiseCall call) {
    int places = size() / call.sample().dim(1);
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      if (!row(i).fresh()) {
        sum += row(i).ratios(call.denoised().data(), i * size(), call.step().sigma(), places);
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / ((double) known * places);
  }

  /** The mean |e| over the rows of a call. All must be known. */
  double noiseNorm(DenoiseCall call) {
    double sum = 0;
    for (int i = 0; i < call.rows(); i++) {
      sum += row(i).noiseSum();
    }
    return sum / ((double) call.rows() * size());
  }

  /** Fill in the prediction of each row. All must be known. */
  void extrapolate(DenoiseCall call, double ahead) {
    for (int i = 0; i < call.rows(); i++) {
      row(i).extrapolate(call.denoised().data(), i * size(), call.step().sigma(), ahead);
    }
  }
}
