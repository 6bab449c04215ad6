package dev.kiln.host.prompt;

import java.util.List;

/**
 * 77 tokens, as many as CLIP reads at once.
 *
 * @param ids with start, end and padding
 * @param weights the emphasis of each token, 1 for none
 */
public record PromptChunk(List<Integer> ids, List<Float> weights) {
  public PromptChunk {
    ids = List.copyOf(ids);
    weights = List.copyOf(weights);
  }
}
