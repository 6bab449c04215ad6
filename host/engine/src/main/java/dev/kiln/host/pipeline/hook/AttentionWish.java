package dev.kiln.host.pipeline.hook;

import dev.kiln.host.graph.recipe.GraphRecipe;

/**
 * The attention optimizer that a request should use.
 *
 * @param name of the one to use; {@link GraphRecipe#UNTOUCHED} for none, empty to let rank decide
 * @param named whether somebody asked for it; a measured choice may fall back to another
 * @param memory bytes that the scores of one attention may take
 * @param reason why this one was chosen, for the report
 */
public record AttentionWish(String name, boolean named, long memory, String reason) {
  /** Whether the graph is to stay as its exporter wrote it. */
  public boolean untouched() {
    return name.equals(GraphRecipe.UNTOUCHED);
  }
}
