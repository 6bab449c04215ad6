package dev.kiln.plugin.systeminfo.micro;

import java.util.List;

/**
 * Several runs of the same.
 *
 * @param median in seconds
 * @param spread of the slowest and the fastest, as a part of the median
 */
record Timing(double median, double spread) {
  static final Timing UNKNOWN = new Timing(Double.NaN, Double.NaN);

  static Timing of(List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Timing(median, (sorted.get(size - 1) - sorted.get(0)) / median);
  }
}
