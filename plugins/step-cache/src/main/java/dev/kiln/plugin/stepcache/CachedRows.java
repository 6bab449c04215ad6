package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the last evaluation. They are found by what they are, not by their place, as rows
 * come and go. Grows when a call has more rows than any before; else allocates nothing.
 */
final class CachedRows {
  private final int size;
  private CachedRow[] rows = new CachedRow[0];
  private @Nullable CachedRow[] found = new CachedRow[0];

  /**
   * @param capacity how many rows are expected
   * @param size how many values a row has
   */
  CachedRows(int capacity, int size) {
    this.size = size;
    grow(capacity);
  }

  private void grow(int capacity) {
    int from = rows.length;
    rows = Arrays.copyOf(rows, capacity);
    found = Arrays.copyOf(found, capacity);
    for (int i = from; i < capacity; i++) {
      rows[i] = new CachedRow(size);
    }
  }

  /** Look up the rows of a call: whether all of them, under the same conditions, are known. */
  boolean find(DenoiseCall call) {
    if (call.rows() > rows.length) {
      grow(call.rows());
    }
    boolean all = true;
    for (int i = 0; i < call.rows(); i++) {
      found[i] = null;
      for (CachedRow row : rows) {
        if (row.holds(call.row(i), call.conditioning(i))) {
          found[i] = row;
        }
      }
      all &= found[i] != null;
    }
    return all;
  }

  /** The mean |x_t - x_(t-1)| over the rows found; their last input is x_t from here on. */
  double moveInputs(DenoiseCall call) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      CachedRow row = found[i];
      if (row != null) {
        sum += row.move(call.sample().data(), i * size);
        known++;
      }
    }
    return known == 0 ? 0 : sum / ((double) known * size);
  }

  /** Make place for the rows that were not found; forget those that are not in this call. */
  void claim(DenoiseCall call) {
    for (CachedRow row : rows) {
      if (!inCall(row, call.rows())) {
        row.forget();
      }
    }
    for (int i = 0; i < call.rows(); i++) {
      if (found[i] == null) {
        CachedRow row = free();
        row.take(call.row(i), call.conditioning(i), call.sample().data(), i * size);
        found[i] = row;
      }
    }
  }

  private boolean inCall(CachedRow row, int count) {
    for (int i = 0; i < count; i++) {
      if (found[i] == row) {
        return true;
      }
    }
    return false;
  }

  private CachedRow free() {
    int i = 0;
    while (!rows[i].free()) {
      i++;
    }
    return rows[i];
  }

  /**
   * Keep the noise of a call that was evaluated.
   *
   * @return the mean |e_t - e| over the rows that were known before; NaN when none was
   */
  double keepNoise(DenoiseCall call, boolean alongThePath) {
    float[] denoised = call.denoised().data();
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      known += found[i].fresh() ? 0 : 1;
      sum += found[i].keep(denoised, i * size, call.step().sigma(), alongThePath);
    }
    return known == 0 ? Double.NaN : sum / ((double) known * size);
  }

  /** The mean |e| over the rows of a call. All must be known. */
  double noiseNorm(DenoiseCall call) {
    double sum = 0;
    for (int i = 0; i < call.rows(); i++) {
      sum += found[i].noiseSum();
    }
    return sum / ((double) call.rows() * size);
  }

  /** Fill in the prediction of each row. All must be known. */
  void extrapolate(DenoiseCall call, double ahead) {
    for (int i = 0; i < call.rows(); i++) {
      found[i].extrapolate(call.denoised().data(), i * size, call.step().sigma(), ahead);
    }
  }
}
