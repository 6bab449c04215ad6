package dev.kiln.plugin.tokenmerging;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The tokens of a picture in two sets: one of each whole 2x2 cell, into which others may be merged,
 * and the rest.
 *
 * @param destinations one of each cell
 * @param sources all others, those of cells that the edge cuts among them
 */
record Partition(long[] destinations, long[] sources) {
  private static final int SIDE = 2;

  /**
   * Draw one.
   *
   * @param height rows of tokens, at least 2
   * @param width columns of tokens, at least 2
   * @param seed of the lot; unused where the destination is fixed
   */
  static Partition of(int height, int width, Destination destination, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet chosen = new BitSet(height * width);
    for (int y = 0; y + SIDE <= height; y += SIDE) {
      for (int x = 0; x + SIDE <= width; x += SIDE) {
        int place = destination == Destination.FIXED ? 0 : random.nextInt(SIDE * SIDE);
        chosen.set((y + place / SIDE) * width + x + place % SIDE);
      }
    }
    long[] sources =
        IntStream.range(0, height * width).filter(i -> !chosen.get(i)).asLongStream().toArray();
    return new Partition(chosen.stream().asLongStream().toArray(), sources);
  }

  int tokens() {
    return destinations.length + sources.length;
  }

  /** Where each token stands, in the picture's order, when the destinations come first. */
  long[] places() {
    long[] places = new long[tokens()];
    int next = 0;
    for (long token : destinations) {
      places[(int) token] = next++;
    }
    for (long token : sources) {
      places[(int) token] = next++;
    }
    return places;
  }
}
