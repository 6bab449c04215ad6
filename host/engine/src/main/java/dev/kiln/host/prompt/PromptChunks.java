package dev.kiln.host.prompt;

import dev.kiln.host.prompt.PromptWeights.WeightedText;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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
  private final AddedWords words;
  private final List<PromptChunk> chunks = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private int lastComma = -1;

  /**
   * A token of the chunk that is being filled.
   *
   * @param begins the word whose first vector it takes
   */
  private record Slot(int id, float weight, Optional<AddedWord> begins) {}

  private PromptChunks(ClipTokenizer tokenizer, AddedWords words) {
    this.tokenizer = tokenizer;
    this.words = words;
  }

  /**
   * @param sections a section begins a chunk of its own
   * @return at least one chunk
   * @throws BadRequest when it takes too many chunks or a weight is no finite number
   */
  static List<PromptChunk> of(
      List<List<WeightedText>> sections, ClipTokenizer tokenizer, AddedWords words) {
    PromptChunks filled = new PromptChunks(tokenizer, words);
    for (int i = 0; i < sections.size(); i++) {
      if (i > 0) {
        filled.end();
      }
      sections.get(i).forEach(filled::add);
    }
    if (!filled.slots.isEmpty() || filled.chunks.isEmpty()) {
      filled.end();
    }
    return filled.chunks;
  }

  /** The chunk of no words. */
  static PromptChunk empty(ClipTokenizer tokenizer) {
    return of(List.of(), tokenizer, AddedWords.NONE).get(0);
  }

  private void add(WeightedText text) {
    float weight = (float) text.weight();
    if (!Float.isFinite(weight)) {
      throw new BadRequest(
          "Emphasis in the prompt multiplies to a weight of %s: use fewer brackets or a smaller number."
              .formatted(weight));
    }
    List<Integer> ids = Arrays.stream(tokenizer.encode(text.text())).boxed().toList();
    int position = 0;
    while (position < ids.size()) {
      Optional<AddedWord> word = words.at(ids, position);
      if (word.isPresent()) {
        add(word.get(), weight);
        position += word.get().ids().size();
      } else {
        add(ids.get(position), weight);
        position++;
      }
    }
  }

  private void add(int id, float weight) {
    if (tokenizer.isComma(id)) {
      lastComma = slots.size();
    } else {
      endAfterNearComma();
    }
    if (full()) {
      end();
    }
    slots.add(new Slot(id, weight, Optional.empty()));
  }

  /** A word is never divided: where it does not fit, it begins the next chunk. */
  private void add(AddedWord word, float weight) {
    endAfterNearComma();
    if (slots.size() + word.vectors() > LENGTH) {
      end();
    }
    slots.add(new Slot(0, weight, Optional.of(word)));
    slots.addAll(Collections.nCopies(word.vectors() - 1, new Slot(0, weight, Optional.empty())));
  }

  private boolean full() {
    return slots.size() == LENGTH;
  }

  private void endAfterNearComma() {
    if (full() && lastComma >= 0 && slots.size() - lastComma <= COMMA_BACKTRACK) {
      List<Slot> clause = slots.subList(lastComma + 1, LENGTH);
      List<Slot> moved = List.copyOf(clause);
      clause.clear();
      end();
      slots.addAll(moved);
    }
  }

  private void end() {
    if (chunks.size() == MOST) {
      throw new BadRequest(
          "the prompt takes more than %d chunks of %d tokens: make it shorter"
              .formatted(MOST, LENGTH));
    }
    slots.add(0, token(tokenizer.start()));
    slots.add(token(tokenizer.end()));
    slots.addAll(
        Collections.nCopies(PromptChunk.TOKENS - slots.size(), token(tokenizer.padding())));
    chunks.add(
        new PromptChunk(
            slots.stream().map(Slot::id).toList(),
            slots.stream().map(Slot::weight).toList(),
            placed()));
    slots.clear();
    lastComma = -1;
  }

  private static Slot token(int id) {
    return new Slot(id, 1, Optional.empty());
  }

  private List<PromptChunk.Placed> placed() {
    List<PromptChunk.Placed> placed = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      int at = i;
      slots.get(i).begins().ifPresent(word -> placed.add(new PromptChunk.Placed(at, word)));
    }
    return placed;
  }
}
