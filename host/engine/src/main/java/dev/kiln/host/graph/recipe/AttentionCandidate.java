package dev.kiln.host.graph.recipe;

import dev.kiln.spi.hook.AttentionOptimizer;

/**
 * An optimizer that may compute attention.
 *
 * @param name by which a request chooses it
 * @param rank of those that can serve, the highest is used
 */
public record AttentionCandidate(String name, int rank, GraphPart<AttentionOptimizer> part) {
  AttentionOptimizer hook() {
    return part.hook();
  }
}
