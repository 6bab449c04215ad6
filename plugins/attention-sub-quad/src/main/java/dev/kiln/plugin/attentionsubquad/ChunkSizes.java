package dev.kiln.plugin.attentionsubquad;

import dev.kiln.spi.graph.ScoreSize;

/**
 * How queries and keys are cut, by webUI's rule (after Rabe and Staats, arXiv 2112.05682).
 *
 * @param size of all scores
 * @param queries at once
 * @param keys at once
 */
record ChunkSizes(ScoreSize size, long queries, long keys) {
  /** Where the file does not say how large a head is. */
  static final int HEAD_SIZE = 64;

  private static final double DEFAULT_THRESHOLD = 0.7;

  /** Scores, their exponentials and what is between: measured as the peak over one copy. */
  private static final double COPIES = 2.5;

  static ChunkSizes of(ScoreSize size, int headSize, SubQuadraticOptions options, long memory) {
    long threshold = threshold(options.chunkThreshold(), memory);
    long keys = size.keys();
    if (size.bytes() > threshold) {
      long wanted =
          options.kvChunkSize() > 0 ? options.kvChunkSize() : (long) Math.sqrt(size.keys());
      long least = threshold / (size.rows() * Float.BYTES * 2 * headSize);
      keys = Math.min(Math.max(Math.max(wanted, least), 1), size.keys());
    }
    return fitting(size, Math.min(options.qChunkSize(), size.queries()), keys, memory);
  }

  private static long threshold(int percent, long memory) {
    return percent < 0 ? (long) (DEFAULT_THRESHOLD * memory) : memory / 100 * percent;
  }

  /** webUI's rule can ask for more than the memory holds: then there are fewer of each at once. */
  private static ChunkSizes fitting(ScoreSize size, long queries, long keys, long memory) {
    long most = Math.max(1, (long) (memory / (COPIES * Float.BYTES * size.rows())));
    long q = Math.min(queries, Math.max(1, most / keys));
    return new ChunkSizes(size, q, Math.max(1, Math.min(keys, most / q)));
  }

  boolean allQueries() {
    return queries >= size.queries();
  }

  boolean allKeys() {
    return keys >= size.keys();
  }

  @Override
  public String toString() {
    return allKeys()
        ? "parts of %d queries".formatted(queries)
        : "parts of %d queries and %d keys".formatted(queries, keys);
  }
}
