package dev.kiln.plugin.stepcache;

/** The last predictions of a row, and when they were made. */
final class PastRow extends KnownRow {
  private final float[][] predictions;
  private final double[] times;
  private int count;

  /**
   * @param most how many are kept
   * @param size how many values one has
   */
  PastRow(int most, int size) {
    predictions = new float[most][size];
    times = new double[most];
  }

  @Override
  void begin(float[] sample, int offset) {
    count = 0;
  }

  /** How many are kept now. */
  int count() {
    return count;
  }

  /** When they were made, the oldest first; as many as {@link #count} hold. */
  double[] times() {
    return times;
  }

  /** Keep one more; the oldest makes place. */
  void keep(float[] denoised, int offset, double time) {
    if (count == predictions.length) {
      float[] oldest = predictions[0];
      for (int i = 1; i < count; i++) {
        predictions[i - 1] = predictions[i];
        times[i - 1] = times[i];
      }
      predictions[--count] = oldest;
    }
    times[count] = time;
    System.arraycopy(denoised, offset, predictions[count++], 0, predictions[0].length);
  }

  /** The sum of all, each times a factor. */
  void sum(double[] factors, float[] denoised, int offset) {
    for (int i = 0; i < predictions[0].length; i++) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        sum += factors[k] * predictions[k][i];
      }
      denoised[offset + i] = (float) sum;
    }
  }
}
