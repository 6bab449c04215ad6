package dev.kiln.plugin.attentiondoggettx;

import dev.kiln.spi.graph.ScoreSize;

/**
 * Doggettx's rule: scores count two and a half times, as they and what softmax makes of them are
 * held together; where that is more than the memory, queries are cut into a power of two.
 *
 * @param steps how many slices the rule asks for; a shorter one may follow
 * @param queries of a slice
 */
record QuerySlices(long steps, long queries) {
  /** More than that are refused. */
  static final long MOST = 64;

  static QuerySlices of(ScoreSize size, long memory) {
    double need = 2.5 * size.bytes();
    long steps = 1;
    while (need / steps > memory && steps <= size.queries()) {
      steps *= 2;
    }
    return new QuerySlices(steps, Math.max(1, size.queries() / steps));
  }

  boolean tooMany() {
    return steps > MOST;
  }
}
