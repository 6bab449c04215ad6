package dev.kiln.plugin.systeminfo.peers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one row.
 *
 * @param runs one for each round so far
 * @param problem why it could not be run; empty if it could
 */
record PeerResult(List<PeerTimes> runs, String problem) {
  static final PeerResult NONE = new PeerResult(List.of(), "");

  PeerResult {
    runs = List.copyOf(runs);
  }

  PeerResult plus(PeerTimes run) {
    return new PeerResult(Stream.concat(runs.stream(), Stream.of(run)).toList(), "");
  }

  PeerResult failed(String why) {
    return new PeerResult(runs, why);
  }

  /** The median of all counted steps of all rounds; NaN where there is none. */
  double stepSeconds() {
    return median(steps());
  }

  /** How far the counted steps lie apart: (largest - smallest) / median. */
  double spread() {
    double[] steps = steps().toArray();
    return steps.length == 0
        ? Double.NaN
        : (Arrays.stream(steps).max().getAsDouble() - Arrays.stream(steps).min().getAsDouble())
            / stepSeconds();
  }

  private DoubleStream steps() {
    return runs.stream().flatMap(it -> it.countedSteps().stream()).mapToDouble(it -> it);
  }

  double loadSeconds() {
    return median(runs.stream().mapToDouble(PeerTimes::loadSeconds));
  }

  double wholeSeconds() {
    return median(runs.stream().mapToDouble(PeerTimes::wholeSeconds));
  }

  long peakBytes() {
    return runs.stream().mapToLong(PeerTimes::peakBytes).max().orElse(0);
  }

  /** The worst of the rounds, in dB; NaN if not comparable. */
  double psnr() {
    return runs.stream().mapToDouble(PeerTimes::psnr).min().orElse(Double.NaN);
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("secondsPerStep", stepSeconds());
    values.put("spread", spread());
    values.put("loadSeconds", loadSeconds());
    values.put("wholeSeconds", wholeSeconds());
    values.put("peakBytes", peakBytes() == 0 ? null : peakBytes());
    values.put("psnr", psnr());
    values.put("problem", problem);
    values.put("runs", runs.stream().map(PeerTimes::values).toList());
    return values;
  }
}
