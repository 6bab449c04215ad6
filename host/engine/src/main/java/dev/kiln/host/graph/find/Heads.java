package dev.kiln.host.graph.find;

import dev.kiln.spi.graph.Value;

/**
 * Queries, keys or values on their way into an attention.
 *
 * @param from the value of the graph that they were found as
 * @param tokens [batch, tokens, heads * size], before they were split and scaled
 * @param length how many tokens; -1 where the file does not say
 * @param count how many heads; 0 where they are not split
 * @param size of a head; -1 where the file does not say
 * @param scale what they are multiplied with on their way
 */
record Heads(String from, Value tokens, long length, long count, long size, double scale) {
  /** The same with another scale, and at least one head. */
  Heads scaled(double other) {
    return new Heads(from, tokens, length, Math.max(1, count), size, other);
  }
}
