package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    return steps().median();
  }

  /** How far the counted steps lie apart: (largest - smallest) / median. */
  double spread() {
    return steps().spread();
  }

  private Timing steps() {
    return Timing.of(runs.stream().flatMap(it -> it.countedSteps().stream()).toList());
  }

  double loadSeconds() {
    return Timing.of(runs.stream().map(PeerTimes::loadSeconds).toList()).median();
  }

  double decodeSeconds() {
    return Timing.of(runs.stream().map(PeerTimes::decodeSeconds).toList()).median();
  }

  double wholeSeconds() {
    return Timing.of(runs.stream().map(PeerTimes::wholeSeconds).toList()).median();
  }

  long peakBytes() {
    return runs.stream().mapToLong(PeerTimes::peakBytes).max().orElse(0);
  }

  /** The worst of the rounds, in dB; NaN if not comparable. */
  double psnr() {
    return runs.stream().mapToDouble(PeerTimes::psnr).min().orElse(Double.NaN);
  }

  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("secondsPerStep", stepSeconds());
    values.put("spread", spread());
    values.put("loadSeconds", loadSeconds());
    values.put("decodeSeconds", decodeSeconds());
    values.put("wholeSeconds", wholeSeconds());
    values.put("peakBytes", peakBytes() == 0 ? null : peakBytes());
    values.put("psnr", psnr());
    values.put("problem", problem);
    values.put("runs", runs.stream().map(PeerTimes::values).toList());
    return values;
  }
}
