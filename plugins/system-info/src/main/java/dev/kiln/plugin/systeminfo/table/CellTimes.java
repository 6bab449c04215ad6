package dev.kiln.plugin.systeminfo.table;

import java.util.List;
import java.util.Map;

/**
 * One run of a cell in a process of its own.
 *
 * @param stepSeconds of each timed step
 * @param startSeconds from the start of the process until the request was submitted
 * @param firstSeconds of the first step, which is not timed: the runtime takes its memory in it
 * @param beforeSeconds from the request until the first step: texts and sessions
 * @param afterSeconds from the last step until the pictures were there
 * @param peakBytes the most memory that was ever resident; 0 if not known
 */
record CellTimes(
    List<Double> stepSeconds,
    double startSeconds,
    double firstSeconds,
    double beforeSeconds,
    double afterSeconds,
    long peakBytes) {
  CellTimes {
    stepSeconds = List.copyOf(stepSeconds);
  }

  CellTimes withPeak(long bytes) {
    return new CellTimes(
        stepSeconds, startSeconds, firstSeconds, beforeSeconds, afterSeconds, bytes);
  }

  /** The whole request of so many steps, those that were not run taken as the mean of the timed. */
  double requestSeconds(int steps) {
    double timed = stepSeconds.stream().mapToDouble(it -> it).sum();
    double mean = timed / stepSeconds.size();
    return beforeSeconds
        + firstSeconds
        + timed
        + mean * (steps - 1 - stepSeconds.size())
        + afterSeconds;
  }

  Map<String, Object> values() {
    return Map.of(
        "stepSeconds", stepSeconds,
        "startSeconds", startSeconds,
        "firstSeconds", firstSeconds,
        "beforeSeconds", beforeSeconds,
        "afterSeconds", afterSeconds,
        "peakBytes", peakBytes);
  }

  static CellTimes read(Map<?, ?> values) {
    return new CellTimes(
        ((List<?>) values.get("stepSeconds")).stream().map(CellTimes::number).toList(),
        number(values.get("startSeconds")),
        number(values.get("firstSeconds")),
        number(values.get("beforeSeconds")),
        number(values.get("afterSeconds")),
        ((Number) values.get("peakBytes")).longValue());
  }

  private static double number(Object json) {
    return ((Number) json).doubleValue();
  }
}
