package dev.kiln.host.prompt;

import dev.kiln.host.prompt.PromptWeights.Weighted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cuts weighted text into chunks of 75 tokens. Where a chunk is full and a comma is not far, the
 * words behind the comma move to the next chunk together.
 */
final class PromptChunks {
  private static final int LENGTH = 75;
  private static final int COMMA_BACKTRACK = 20;

  private final ClipTokenizer tokenizer;
  private final List<PromptChunk> chunks = new ArrayList<>();
  private List<Integer> ids = new ArrayList<>();
  private List<Float> weights = new ArrayList<>();
  private int lastComma = -1;

  PromptChunks(ClipTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The chunk of an empty prompt. */
  PromptChunk empty() {
    return new PromptChunks(tokenizer).chunks(List.of()).get(0);
  }

  List<PromptChunk> chunks(List<Weighted> text) {
    chunks.clear();
    ids.clear();
    weights.clear();
    lastComma = -1;
    for (Weighted part : text) {
      if (part.endsChunk()) {
        finish();
      } else {
        tokenizer.encode(part.text()).forEach(id -> add(id, (float) part.weight()));
      }
    }
    if (!ids.isEmpty() || chunks.isEmpty()) {
      finish();
    }
    return List.copyOf(chunks);
  }

  private void add(int id, float weight) {
    if (id == tokenizer.comma()) {
      lastComma = ids.size();
    } else if (ids.size() == LENGTH && lastComma >= 0 && LENGTH - lastComma <= COMMA_BACKTRACK) {
      moveBehindComma();
    }
    if (ids.size() == LENGTH) {
      finish();
    }
    ids.add(id);
    weights.add(weight);
  }

  private void moveBehindComma() {
    List<Integer> movedIds = new ArrayList<>(ids.subList(lastComma + 1, LENGTH));
    List<Float> movedWeights = new ArrayList<>(weights.subList(lastComma + 1, LENGTH));
    ids = new ArrayList<>(ids.subList(0, lastComma + 1));
    weights = new ArrayList<>(weights.subList(0, lastComma + 1));
    finish();
    ids.addAll(movedIds);
    weights.addAll(movedWeights);
  }

  private void finish() {
    List<Integer> all = new ArrayList<>();
    all.add(tokenizer.start());
    all.addAll(ids);
    all.add(tokenizer.end());
    List<Float> allWeights = new ArrayList<>();
    allWeights.add(1f);
    allWeights.addAll(weights);
    all.addAll(Collections.nCopies(LENGTH + 2 - all.size(), tokenizer.padding()));
    allWeights.addAll(Collections.nCopies(LENGTH + 2 - allWeights.size(), 1f));
    chunks.add(new PromptChunk(all, allWeights));
    ids.clear();
    weights.clear();
    lastComma = -1;
  }
}
