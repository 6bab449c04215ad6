package dev.kiln.host.tuning;

import java.util.Optional;

/**
 * What measuring between pictures may take.
 *
 * @param seconds for all trials of one model at one size
 * @param bytes for one trial
 * @param pixels of the largest picture whose size is measured
 */
public record TuningBudget(int seconds, long bytes, long pixels) {
  /** Why a size is not measured; empty where it is. */
  Optional<String> refusal(int width, int height) {
    return (long) width * height <= pixels
        ? Optional.empty()
        : Optional.of(
            "not measured, as %dx%d is more than the %d pixels of --measure-size"
                .formatted(width, height, pixels));
  }

  Allowance allowance() {
    return new Allowance(seconds * 1_000_000_000L, bytes);
  }
}
