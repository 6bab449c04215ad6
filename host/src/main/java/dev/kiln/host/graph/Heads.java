package dev.kiln.host.graph;

import dev.kiln.spi.graph.Value;

/**
 * Queries, keys or values on their way into an attention.
 *
 * @param tokens [batch, tokens, heads * size], before they were split and scaled
 * @param count how many heads; 0 where they are not split
 * @param size of a head; -1 where the file does not say
 * @param scale what they are multiplied with on their way
 */
record Heads(Value tokens, long count, long size, double scale) {}
