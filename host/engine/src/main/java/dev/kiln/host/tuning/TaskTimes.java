package dev.kiln.host.tuning;

import java.util.Map;

/**
 * What measuring a {@link TuningTask} came to.
 *
 * @param seconds of each candidate; NaN for one that could not be run, or computes something else
 */
public record TaskTimes(Map<String, Double> seconds) {}
