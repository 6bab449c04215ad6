package dev.kiln.plugin.dynamicthresholding;

/** How far the values of channels lie from the means of their channels. Allocates nothing. */
final class Spread {
  private final int cells;
  private final double[] means;
  private final double[] distances;
  private int count;

  /**
   * @param channels as many as are measured together at most
   * @param cells in each channel
   */
  Spread(int channels, int cells) {
    this.cells = cells;
    this.means = new double[channels];
    this.distances = new double[channels * cells];
  }

  /** Take up the values of some channels that lie behind each other. */
  void measure(float[] values, int from, int channels) {
    count = channels * cells;
    for (int channel = 0; channel < channels; channel++) {
      int start = channel * cells;
      double sum = 0;
      for (int i = start; i < start + cells; i++) {
        sum += values[from + i];
      }
      means[channel] = sum / cells;
      for (int i = start; i < start + cells; i++) {
        distances[i] = Math.abs(values[from + i] - means[channel]);
      }
    }
  }

  double mean(int channel) {
    return means[channel];
  }

  /** The standard deviation of a sample. */
  double deviation() {
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += distances[i] * distances[i];
    }
    return Math.sqrt(squares / Math.max(1, count - 1));
  }

  /**
   * The distance that a share of them does not exceed, linear between neighbours. Reorders the
   * distances.
   *
   * @param share 0..1
   */
  double percentile(double share) {
    double place = share * (count - 1);
    int below = (int) place;
    select(below);
    double lower = distances[below];
    double upper = lower;
    if (below + 1 < count) {
      upper = distances[below + 1];
      for (int i = below + 2; i < count; i++) {
        upper = Math.min(upper, distances[i]);
      }
    }
    return lower + (place - below) * (upper - lower);
  }

  /** Hoare's selection: the one that sorting would put at an index is put there. */
  private void select(int index) {
    int left = 0;
    int right = count - 1;
    while (left < right) {
      double pivot = distances[index];
      int i = left;
      int j = right;
      while (i <= j) {
        while (distances[i] < pivot) {
          i++;
        }
        while (pivot < distances[j]) {
          j--;
        }
        if (i <= j) {
          double swapped = distances[i];
          distances[i++] = distances[j];
          distances[j--] = swapped;
        }
      }
      if (j < index) {
        left = i;
      }
      if (index < i) {
        right = j;
      }
    }
  }
}
