package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rows of the last evaluation: the noise e that the network saw in each, and
 * the input x of the last call, evaluated or not. Rows are found by what they are, not by their
 * place, as rows come and go. Grows when a call has more rows than any before; else allocates
 * nothing.
 */
final class CachedRows {
  private static final int NONE = -1;

  private final int size;
  private @Nullable Row[] rows = new Row[0];
  private @Nullable Tensor[] conditions = new Tensor[0];
  private float[][] inputs = new float[0][];
  private float[][] noises = new float[0][];
  private int[] slots = new int[0];
  private boolean[] fresh = new boolean[0];

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
    conditions = Arrays.copyOf(conditions, capacity);
    inputs = Arrays.copyOf(inputs, capacity);
    noises = Arrays.copyOf(noises, capacity);
    slots = Arrays.copyOf(slots, capacity);
    fresh = Arrays.copyOf(fresh, capacity);
    for (int i = from; i < capacity; i++) {
      inputs[i] = new float[size];
      noises[i] = new float[size];
    }
  }

  /** Look up the rows of a call: whether all of them, under the same conditions, are known. */
  boolean find(DenoiseCall call) {
    if (call.rows() > rows.length) {
      grow(call.rows());
    }
    boolean all = true;
    for (int i = 0; i < call.rows(); i++) {
      slots[i] = slotOf(call.row(i), call.conditioning(i));
      all &= slots[i] != NONE;
    }
    return all;
  }

  /** A condition is compared by identity: prompt schedules swap whole tensors. */
  private int slotOf(Row row, Tensor condition) {
    for (int slot = 0; slot < rows.length; slot++) {
      if (row.equals(rows[slot]) && conditions[slot] == condition) {
        return slot;
      }
    }
    return NONE;
  }

  /** The mean |x_t - x_(t-1)| over the rows found; their last input is x_t from here on. */
  double moveInputs(DenoiseCall call) {
    float[] sample = call.sample().data();
    double sum = 0;
    int found = 0;
    for (int i = 0; i < call.rows(); i++) {
      if (slots[i] != NONE) {
        float[] input = inputs[slots[i]];
        for (int j = 0; j < size; j++) {
          sum += Math.abs(sample[i * size + j] - input[j]);
        }
        System.arraycopy(sample, i * size, input, 0, size);
        found++;
      }
    }
    return found == 0 ? 0 : sum / ((double) found * size);
  }

  /** Give each row that was not found a slot, and forget the rows that are not in this call. */
  void claim(DenoiseCall call) {
    for (int slot = 0; slot < rows.length; slot++) {
      if (!taken(slot, call.rows())) {
        rows[slot] = null;
      }
    }
    for (int i = 0; i < call.rows(); i++) {
      fresh[i] = slots[i] == NONE;
      if (fresh[i]) {
        int slot = free();
        slots[i] = slot;
        rows[slot] = call.row(i);
        conditions[slot] = call.conditioning(i);
        System.arraycopy(call.sample().data(), i * size, inputs[slot], 0, size);
      }
    }
  }

  private boolean taken(int slot, int count) {
    for (int i = 0; i < count; i++) {
      if (slots[i] == slot) {
        return true;
      }
    }
    return false;
  }

  private int free() {
    int slot = 0;
    while (rows[slot] != null) {
      slot++;
    }
    return slot;
  }

  /**
   * Keep e = (x - D) / sigma of a call that was evaluated. The claimed input is taken, not the
   * call's: an interceptor further in may have changed that one.
   *
   * @return the mean |e_t - e| over the rows that were known before; NaN when none was
   */
  double keepNoise(DenoiseCall call) {
    float perSigma = (float) (1 / call.step().sigma());
    float scale = scale(call) * perSigma;
    float[] denoised = call.denoised().data();
    double sum = 0;
    int known = 0;
    for (int i = 0; i < call.rows(); i++) {
      float[] input = inputs[slots[i]];
      float[] noise = noises[slots[i]];
      double change = 0;
      for (int j = 0; j < size; j++) {
        float value = input[j] * scale - denoised[i * size + j] * perSigma;
        change += Math.abs(value - noise[j]);
        noise[j] = value;
      }
      if (!fresh[i]) {
        sum += change;
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / ((double) known * size);
  }

  /** The mean |e| over the rows of a call. */
  double noiseNorm(DenoiseCall call) {
    double sum = 0;
    for (int i = 0; i < call.rows(); i++) {
      for (float value : noises[slots[i]]) {
        sum += Math.abs(value);
      }
    }
    return sum / ((double) call.rows() * size);
  }

  /** D = x - sigma e with the e of the last evaluation. All rows must be known. */
  void extrapolate(DenoiseCall call) {
    float sigma = (float) call.step().sigma();
    float scale = scale(call);
    float[] sample = call.sample().data();
    float[] denoised = call.denoised().data();
    for (int i = 0; i < call.rows(); i++) {
      float[] noise = noises[slots[i]];
      int offset = i * size;
      for (int j = 0; j < size; j++) {
        denoised[offset + j] = sample[offset + j] * scale - sigma * noise[j];
      }
    }
  }

  /** The network's input times this is x: sqrt(sigma² + 1). */
  private static float scale(DenoiseCall call) {
    double sigma = call.step().sigma();
    return (float) Math.sqrt(sigma * sigma + 1);
  }
}
