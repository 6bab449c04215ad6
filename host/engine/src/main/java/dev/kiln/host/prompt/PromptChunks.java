package dev.kiln.host.prompt;

import dev.kiln.host.prompt.PromptWeights.WeightedText;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Fills chunks with the tokens of one text; used once. */
final class PromptChunks {
  /** Tokens of the prompt in a chunk. */
  private static final int LENGTH = PromptChunk.TOKENS - 2;

  /** A clause moves whole to the next chunk when its comma is among this many last tokens. */
  private static final int COMMA_BACKTRACK = 20;

  /**
   * Each chunk is a run of the text encoder and 77 more keys in every cross attention: 75 chunks
   * are some 4000 words, beyond what any picture can show, and still seconds, not hours.
   */
  static final int MOST = 75;

  private final ClipTokenizer tokenizer;
  private final List<PromptChunk> chunks = new ArrayList<>();
  private final List<Integer> ids = new ArrayList<>();
  private final List<Float> weights = new ArrayList<>();
  private int lastComma = -1;

  private PromptChunks(ClipTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * @param sections a section begins a chunk of its own
   * @return at least one chunk
   * @throws BadRequest when it takes too many chunks or a weight is no finite number
   */
  static List<PromptChunk> of(List<List<WeightedText>> sections, ClipTokenizer tokenizer) {
    PromptChunks filled = new PromptChunks(tokenizer);
    for (int i = 0; i < sections.size(); i++) {
      if (i > 0) {
        filled.end();
      }
      sections.get(i).forEach(filled::add);
    }
    if (!filled.ids.isEmpty() || filled.chunks.isEmpty()) {
      filled.end();
    }
    return filled.chunks;
  }

  /** The chunk of no words. */
  static PromptChunk empty(ClipTokenizer tokenizer) {
    return of(List.of(), tokenizer).get(0);
  }

  private void add(WeightedText words) {
    float weight = (float) words.weight();
    if (!Float.isFinite(weight)) {
      throw new BadRequest(
          "Emphasis in the prompt multiplies to a weight of %s: use fewer brackets or a smaller number."
              .formatted(weight));
    }
    for (int id : tokenizer.encode(words.text())) {
      add(id, weight);
    }
  }

  private void add(int id, float weight) {
    if (tokenizer.isComma(id)) {
      lastComma = ids.size();
    } else if (full() && lastComma >= 0 && ids.size() - lastComma <= COMMA_BACKTRACK) {
      endAfterComma();
    }
    if (full()) {
      end();
    }
    ids.add(id);
    weights.add(weight);
  }

  private boolean full() {
    return ids.size() == LENGTH;
  }

  private void endAfterComma() {
    List<Integer> clauseIds = ids.subList(lastComma + 1, LENGTH);
    List<Float> clauseWeights = weights.subList(lastComma + 1, LENGTH);
    List<Integer> movedIds = List.copyOf(clauseIds);
    List<Float> movedWeights = List.copyOf(clauseWeights);
    clauseIds.clear();
    clauseWeights.clear();
    end();
    ids.addAll(movedIds);
    weights.addAll(movedWeights);
  }

  private void end() {
    if (chunks.size() == MOST) {
      throw new BadRequest(
          "the prompt takes more than %d chunks of %d tokens: make it shorter"
              .formatted(MOST, LENGTH));
    }
    ids.add(0, tokenizer.start());
    ids.add(tokenizer.end());
    ids.addAll(Collections.nCopies(PromptChunk.TOKENS - ids.size(), tokenizer.padding()));
    weights.add(0, 1f);
    weights.addAll(Collections.nCopies(PromptChunk.TOKENS - weights.size(), 1f));
    chunks.add(new PromptChunk(ids, weights));
    ids.clear();
    weights.clear();
    lastComma = -1;
  }
}
