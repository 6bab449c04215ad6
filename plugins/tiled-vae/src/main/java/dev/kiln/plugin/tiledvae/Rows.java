package dev.kiln.plugin.tiledvae;

/**
 * Some rows of a value.
 *
 * @param from the first
 * @param to the one behind the last
 */
record Rows(long from, long to) {
  long count() {
    return to - from;
  }

  /** All from the first of both to the last of both. */
  Rows union(Rows other) {
    return new Rows(Math.min(from, other.from), Math.max(to, other.to));
  }

  /** Those that a value of some rows has. */
  Rows within(long height) {
    return new Rows(Math.max(0, from), Math.min(height, to));
  }

  boolean contains(Rows other) {
    return from <= other.from && other.to <= to;
  }

  boolean meets(Rows other) {
    return from < other.to && other.from < to;
  }

  /** The same counted from another row. */
  Rows since(long row) {
    return new Rows(from - row, to - row);
  }
}
