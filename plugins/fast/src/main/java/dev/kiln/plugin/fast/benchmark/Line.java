package dev.kiln.plugin.fast.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one setting. Numbers are NaN where nothing was.
 *
 * @param seeds how many pictures
 * @param loopRatio how many times as fast the sampling loop is
 * @param requestRatio how many times as fast the whole request is
 * @param rows part of the rows that the network was run on
 * @param squaredError median over the seeds, as {@link Likeness} has it
 * @param ssim median over the seeds
 * @param worst the lowest SSIM
 * @param agreement mean part of what the prompts name that a segmenter finds
 * @param readySeconds from the first request of a process to its first step
 * @param peakBytes of a process; 0 if not known
 * @param front whether none is both as fast and as alike
 * @param note why it could not be run, or what it warned of; empty for none
 */
record Line(
    Setting setting,
    int seeds,
    double loopRatio,
    double requestRatio,
    double rows,
    double squaredError,
    double ssim,
    double worst,
    double agreement,
    double readySeconds,
    long peakBytes,
    boolean front,
    String note) {
  boolean isMeasured() {
    return seeds > 0;
  }

  /** Whether it is as fast and as alike as another, and more of one of both. */
  boolean beats(Line other) {
    boolean asGood = requestRatio >= other.requestRatio && ssim >= other.ssim;
    boolean better = requestRatio > other.requestRatio || ssim > other.ssim;
    return counts() && asGood && better;
  }

  /** Whether it may be chosen, alone or in a pair: what warns of its effect may not. */
  boolean accelerates() {
    return setting.accelerates() && note.isEmpty();
  }

  private boolean counts() {
    return accelerates() || setting.equals(Setting.UNTOUCHED);
  }

  Line onFront(boolean unbeaten) {
    return new Line(
        setting,
        seeds,
        loopRatio,
        requestRatio,
        rows,
        squaredError,
        ssim,
        worst,
        agreement,
        readySeconds,
        peakBytes,
        unbeaten && counts() && isMeasured(),
        note);
  }

  /** For programs; what is no number becomes null. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", setting.name());
    values.put("fields", setting.fields());
    values.put("seeds", seeds);
    values.put("loopRatio", loopRatio);
    values.put("requestRatio", requestRatio);
    values.put("rows", rows);
    values.put("ssim", ssim);
    values.put("worstSsim", worst);
    values.put("psnr", Likeness.psnr(squaredError));
    values.put("agreement", agreement);
    values.put("readySeconds", readySeconds);
    values.put("peakBytes", peakBytes);
    values.put("front", front);
    values.put("note", note);
    return values;
  }
}
