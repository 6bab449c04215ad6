package dev.kiln.host.prompt;

import java.util.Arrays;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Byte pair encoding of one word: of all neighbours that have a merge, the pair with the lowest
 * rank becomes one symbol, until none is left. Symbols are token ids. The candidates wait in a
 * queue, so that a word of n bytes costs n log n.
 */
final class BytePairs {
  /** Two neighbours, left in the upper half, become {@code id}; lower ranks go first. */
  record Merge(int rank, int id) {}

  private final Map<Long, Merge> merges;

  /**
   * @param merges by {@link #pair}
   */
  BytePairs(Map<Long, Merge> merges) {
    this.merges = merges;
  }

  static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** The symbols that are left of a word; the array is not changed. */
  int[] encode(int[] symbols) {
    return new Word(symbols.clone()).merged();
  }

  /** Symbols as a linked list over their first positions; a merged-away position holds -1. */
  private final class Word {
    private final int[] symbols;
    private final int[] next;
    private final int[] previous;

    /** Rank in the upper half, position in the lower: the leftmost of equal pairs goes first. */
    private final PriorityQueue<Long> candidates = new PriorityQueue<>();

    Word(int[] symbols) {
      this.symbols = symbols;
      next = new int[symbols.length];
      previous = new int[symbols.length];
      for (int i = 0; i < symbols.length; i++) {
        previous[i] = i - 1;
        next[i] = i + 1;
      }
      for (int i = 0; i < symbols.length; i++) {
        offer(i);
      }
    }

    int[] merged() {
      while (!candidates.isEmpty()) {
        long candidate = candidates.remove();
        int position = (int) candidate;
        Merge merge = mergeAt(position);
        if (merge != null && merge.rank() == candidate >> 32) {
          apply(merge, position);
        }
      }
      return Arrays.stream(symbols).filter(symbol -> symbol >= 0).toArray();
    }

    private void apply(Merge merge, int position) {
      int right = next[position];
      symbols[position] = merge.id();
      symbols[right] = -1;
      next[position] = next[right];
      if (next[right] < symbols.length) {
        previous[next[right]] = position;
      }
      offer(position);
      if (previous[position] >= 0) {
        offer(previous[position]);
      }
    }

    private void offer(int position) {
      Merge merge = mergeAt(position);
      if (merge != null) {
        candidates.add((long) merge.rank() << 32 | position);
      }
    }

    private @Nullable Merge mergeAt(int position) {
      if (symbols[position] < 0 || next[position] >= symbols.length) {
        return null;
      }
      return merges.get(pair(symbols[position], symbols[next[position]]));
    }
  }
}
