package dev.kiln.plugin.systeminfo;

import java.util.List;

/**
 * Several runs of the same.
 *
 * @param median NaN where there are no runs
 * @param spread of the largest and the smallest, as a part of the median
 */
public record Timing(double median, double spread) {
  public static final Timing UNKNOWN = new Timing(Double.NaN, Double.NaN);

  public static Timing of(List<Double> values) {
    if (values.isEmpty()) {
      return UNKNOWN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Timing(median, (sorted.get(size - 1) - sorted.get(0)) / median);
  }
}
