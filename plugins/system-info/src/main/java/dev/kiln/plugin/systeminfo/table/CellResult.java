package dev.kiln.plugin.systeminfo.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What is known of one cell.
 *
 * @param runs one for each round so far
 * @param problem why it could not be run; empty if it could
 */
record CellResult(List<CellTimes> runs, String problem) {
  static final CellResult NONE = new CellResult(List.of(), "");

  CellResult {
    runs = List.copyOf(runs);
  }

  CellResult plus(CellTimes run) {
    return new CellResult(Stream.concat(runs.stream(), Stream.of(run)).toList(), "");
  }

  CellResult refused(String why) {
    return new CellResult(runs, why);
  }

  boolean isMeasured() {
    return !runs.isEmpty();
  }

  /** The median of all timed steps of all rounds; NaN where there is none. */
  double stepSeconds() {
    return median(steps());
  }

  /** How far the timed steps lie apart: (largest - smallest) / median. */
  double spread() {
    double[] steps = steps().toArray();
    return steps.length == 0
        ? Double.NaN
        : (Arrays.stream(steps).max().getAsDouble() - Arrays.stream(steps).min().getAsDouble())
            / stepSeconds();
  }

  private DoubleStream steps() {
    return runs.stream().flatMap(it -> it.stepSeconds().stream()).mapToDouble(it -> it);
  }

  /** The request as the server sees it, process and models loaded; median of the rounds. */
  double requestSeconds(int steps) {
    return median(runs.stream().mapToDouble(it -> it.requestSeconds(steps)));
  }

  /** From the start of the process to the finished picture; median of the rounds. */
  double endToEndSeconds(int steps) {
    return median(runs.stream().mapToDouble(it -> it.startSeconds() + it.requestSeconds(steps)));
  }

  long peakBytes() {
    return runs.stream().mapToLong(CellTimes::peakBytes).max().orElse(0);
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("runs", runs.stream().map(CellTimes::values).toList());
    values.put("problem", problem);
    return values;
  }

  static CellResult read(Map<?, ?> json) {
    return new CellResult(
        ((List<?>) json.get("runs")).stream().map(it -> CellTimes.read((Map<?, ?>) it)).toList(),
        json.get("problem").toString());
  }
}
