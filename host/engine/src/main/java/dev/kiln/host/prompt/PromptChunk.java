package dev.kiln.host.prompt;

import java.util.List;

/**
 * What the text encoder reads at once.
 *
 * @param ids 77 tokens: start, up to 75 of the prompt, end, padding; 0 for each vector of a word
 * @param weights emphasis of each token, 1 for none
 * @param words those with vectors of their own, in order
 */
public record PromptChunk(List<Integer> ids, List<Float> weights, List<Placed> words) {
  /** Tokens of a chunk, start and end included. */
  public static final int TOKENS = 77;

  public PromptChunk {
    ids = List.copyOf(ids);
    weights = List.copyOf(weights);
    words = List.copyOf(words);
  }

  /** A chunk of nothing but tokens. */
  public PromptChunk(List<Integer> ids, List<Float> weights) {
    this(ids, weights, List.of());
  }

  /**
   * Where a word stands.
   *
   * @param at the token of its first vector, among the 77
   */
  public record Placed(int at, AddedWord word) {}

  /** Whether any token has a weight other than 1. */
  public boolean emphasized() {
    return weights.stream().anyMatch(weight -> weight != 1);
  }
}
