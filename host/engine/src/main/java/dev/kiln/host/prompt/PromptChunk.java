package dev.kiln.host.prompt;

import java.util.List;

/**
 * What the text encoder reads at once.
 *
 * @param ids 77 tokens: start, up to 75 of the prompt, end, padding
 * @param weights emphasis of each token, 1 for none
 */
public record PromptChunk(List<Integer> ids, List<Float> weights) {
  /** Tokens of a chunk, start and end included. */
  public static final int TOKENS = 77;

  public PromptChunk {
    ids = List.copyOf(ids);
    weights = List.copyOf(weights);
  }

  /** Whether any token has a weight other than 1. */
  public boolean emphasized() {
    return weights.stream().anyMatch(weight -> weight != 1);
  }
}
