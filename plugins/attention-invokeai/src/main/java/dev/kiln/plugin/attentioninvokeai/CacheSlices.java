package dev.kiln.plugin.attentioninvokeai;

import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.ScoreSize;

/**
 * InvokeAI's rule: scores above a limit are cut by the next power of two, by rows of the batch
 * times heads where there are enough, else by queries. Sizes are whole MiB, rounded up so that a
 * slice never takes more than the limit (webUI rounds down).
 *
 * @param size rows or queries of a slice
 */
record CacheSlices(Axis axis, long size) {
  private static final long MIB = 1 << 20;

  /** A processor is fastest where scores stay in its cache; a GPU takes a part of its memory. */
  private static final long CACHE = 32 * MIB;

  private static final double OF_GPU = 3.3;

  /** What is cut. */
  enum Axis {
    WHOLE,
    HEADS,
    QUERIES
  }

  /** The bytes that a slice may have. */
  static long limit(NetworkContext network) {
    long memory = network.attentionMemory();
    return network.device().provider().equals("cpu")
        ? Math.min(CACHE, memory)
        : (long) (memory / OF_GPU);
  }

  /**
   * The slices of an attention.
   *
   * @param byHeads whether heads can be taken apart: not where each has a bias
   */
  static CacheSlices of(ScoreSize scores, long limit, boolean byHeads) {
    // Below a MiB there is no whole one to count in.
    long unit = limit < MIB ? 1 : MIB;
    long size = (scores.bytes() + unit - 1) / unit;
    long most = Math.max(1, limit / unit);
    if (size <= most) {
      return new CacheSlices(Axis.WHOLE, scores.rows());
    }
    long parts = Long.highestOneBit((size - 1) / most) << 1;
    return byHeads && parts <= scores.rows()
        ? new CacheSlices(Axis.HEADS, scores.rows() / parts)
        : new CacheSlices(Axis.QUERIES, Math.max(1, scores.queries() / parts));
  }

  @Override
  public String toString() {
    return switch (axis) {
      case WHOLE -> "all scores fit into the cache";
      case HEADS -> "slices of %d heads".formatted(size);
      case QUERIES -> "slices of %d queries".formatted(size);
    };
  }
}
