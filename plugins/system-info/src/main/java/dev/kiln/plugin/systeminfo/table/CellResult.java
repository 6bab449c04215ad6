package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    return steps().median();
  }

  /** How far the timed steps lie apart: (largest - smallest) / median. */
  double spread() {
    return steps().spread();
  }

  private Timing steps() {
    return Timing.of(runs.stream().flatMap(it -> it.stepSeconds().stream()).toList());
  }

  /** The request as the server sees it, process and models loaded; median of the rounds. */
  double requestSeconds(int steps) {
    return median(it -> it.requestSeconds(steps));
  }

  /** From the start of the process to the finished picture; median of the rounds. */
  double endToEndSeconds(int steps) {
    return median(it -> it.startSeconds() + it.requestSeconds(steps));
  }

  private double median(Function<CellTimes, Double> seconds) {
    return Timing.of(runs.stream().map(seconds).toList()).median();
  }

  long peakBytes() {
    return runs.stream().mapToLong(CellTimes::peakBytes).max().orElse(0);
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
