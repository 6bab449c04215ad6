package dev.kiln.host.tuning;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What measuring a {@link TuningTask} came to.
 *
 * @param seconds of each candidate; NaN for one that could not be run, or computes something else
 * @param reasons why, for those
 */
public record TaskTimes(Map<String, Double> seconds, Map<String, String> reasons) {
  public TaskTimes {
    // Files of older builds have none.
    reasons = reasons == null ? Map.of() : Map.copyOf(reasons);
  }

  /** Whether anyone could run it. What nobody could, tells nothing and is measured again. */
  boolean any() {
    return seconds.values().stream().anyMatch(one -> !Double.isNaN(one));
  }

  /** Each candidate that could not, with the reason. */
  String failures() {
    return new TreeMap<>(reasons)
        .entrySet().stream()
            .map(it -> it.getKey() + ": " + it.getValue())
            .collect(Collectors.joining("; "));
  }
}
