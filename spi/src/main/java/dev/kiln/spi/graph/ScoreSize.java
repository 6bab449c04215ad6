package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/**
 * The scores of one attention in one run.
 *
 * @param rows of the batch, times heads
 * @param queries tokens that attend
 * @param keys tokens that are attended to
 */
@ValueType
public record ScoreSize(long rows, long queries, long keys) {
  /** Bytes that all of them take in float32. */
  public long bytes() {
    return rows * queries * keys * Float.BYTES;
  }
}
