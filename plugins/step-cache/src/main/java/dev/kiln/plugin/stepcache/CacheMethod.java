package dev.kiln.plugin.stepcache;

/** What decides whether an evaluation is skipped, and what takes its place. */
enum CacheMethod {
  EASY_CACHE,
  UCACHE,
  MAG_CACHE,
  TAYLOR_SEER,
  SPECTRUM;

  /** Whether it listens to the threshold; else to the interval. */
  boolean byThreshold() {
    return this == EASY_CACHE || this == UCACHE || this == MAG_CACHE;
  }
}
