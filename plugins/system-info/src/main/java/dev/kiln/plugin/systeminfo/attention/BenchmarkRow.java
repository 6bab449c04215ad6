package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One optimizer on one workload.
 *
 * @param untouchedSeconds of the untouched graph in the same turns; NaN where it could not be run
 * @param baselineBytes the peak of a process that does the work without scores; 0 if not known
 */
record BenchmarkRow(
    Workload work, Trial trial, double untouchedSeconds, ProcessCost weight, long baselineBytes) {
  /** How far two processes that do the same differ in memory. */
  private static final long NOISE = 32_000_000;

  /** Of the largest value: rounding stays far below, and leaving keys out far above. */
  private static final double ROUNDING = 1e-3;

  boolean untouched() {
    return trial.optimizer().equals(AttentionLab.UNTOUCHED);
  }

  String name() {
    return untouched() ? "untouched" : trial.optimizer();
  }

  /** How many times as fast as the untouched graph; NaN where one of them could not be run. */
  double ratio() {
    return untouchedSeconds / trial.seconds();
  }

  /** Whether it computes the same as the untouched graph. */
  boolean exact() {
    return trial.difference() < ROUNDING;
  }

  /** The peak above that of a process without scores. */
  OptionalLong scoreBytes() {
    return baselineBytes == 0 || weight.peakBytes() == 0 || !weight.problem().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, weight.peakBytes() - baselineBytes));
  }

  /** Whether scores stayed within the budget; empty where that is not known. */
  Optional<Boolean> kept() {
    return scoreBytes().isEmpty() || weight.budgetBytes() == 0
        ? Optional.empty()
        : Optional.of(scoreBytes().getAsLong() <= weight.budgetBytes() + work.keyBytes() + NOISE);
  }
}
