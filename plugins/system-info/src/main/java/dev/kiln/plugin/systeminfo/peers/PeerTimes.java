package dev.kiln.plugin.systeminfo.peers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a peer in a process of its own.
 *
 * @param stepSeconds of all steps; the first is not counted, as memory is taken and code is
 *     compiled in it
 * @param loadSeconds until the networks were ready; NaN where the program does not tell
 * @param decodeSeconds from the last latents to the picture; NaN where the program does not tell
 * @param wholeSeconds from the start of the process to its end, the picture written
 * @param peakBytes the most memory that was ever resident; 0 if not known
 * @param psnr of the picture against Kiln's, in dB; infinite for equal ones, NaN if not comparable
 * @param versions of what computed it
 * @param note what a reader must know to compare it; empty for nothing
 */
record PeerTimes(
    List<Double> stepSeconds,
    double loadSeconds,
    double decodeSeconds,
    double wholeSeconds,
    long peakBytes,
    double psnr,
    Map<String, String> versions,
    String note) {
  PeerTimes {
    stepSeconds = List.copyOf(stepSeconds);
  }

  /** Behind the first. */
  List<Double> countedSteps() {
    return stepSeconds.subList(Math.min(1, stepSeconds.size()), stepSeconds.size());
  }

  PeerTimes compared(double decibels) {
    return new PeerTimes(
        stepSeconds, loadSeconds, decodeSeconds, wholeSeconds, peakBytes, decibels, versions, note);
  }

  /**
   * What a peer answered.
   *
   * @throws PeerProblem when it is not installed, or the answer lacks something
   */
  static PeerTimes read(Map<String, ?> answer, double wholeSeconds, long peakBytes)
      throws PeerProblem {
    if (answer.get("missing") != null) {
      throw new PeerProblem("not installed: " + answer.get("missing"));
    }
    if (!(answer.get("step_seconds") instanceof List<?> steps) || steps.size() < 2) {
      throw new PeerProblem("its answer has no times of two steps or more");
    }
    Map<String, String> versions = new LinkedHashMap<>();
    if (answer.get("versions") instanceof Map<?, ?> named) {
      named.forEach((name, version) -> versions.put(name.toString(), version.toString()));
    }
    return new PeerTimes(
        steps.stream().map(it -> ((Number) it).doubleValue()).toList(),
        seconds(answer.get("load_seconds")),
        seconds(answer.get("decode_seconds")),
        wholeSeconds,
        peakBytes,
        Double.NaN,
        versions,
        answer.get("note") instanceof String note ? note : "");
  }

  private static double seconds(@Nullable Object told) {
    return told instanceof Number seconds ? seconds.doubleValue() : Double.NaN;
  }

  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("stepSeconds", stepSeconds);
    values.put("loadSeconds", loadSeconds);
    values.put("decodeSeconds", decodeSeconds);
    values.put("wholeSeconds", wholeSeconds);
    values.put("peakBytes", peakBytes == 0 ? null : peakBytes);
    values.put("psnr", psnr);
    values.put("versions", versions);
    values.put("note", note);
    return values;
  }
}
