package dev.kiln.plugin.attentionsparse;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Which blocks each block sees (BigBird, arXiv 2007.14062): the first ones, those around it, and
 * some by lot. All see equally many, so that they are computed together; those at the edge see
 * further on the other side.
 */
final class BlockPattern {
  private static final long SEED = 20_07;

  private BlockPattern() {}

  /**
   * The pattern.
   *
   * @param count of all blocks, more than a block sees
   * @return for each block those that it sees, in order
   */
  static List<List<Integer>> of(int count, SparseOptions options) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<List<Integer>> pattern = new ArrayList<>();
    for (int block = 0; block < count; block++) {
      TreeSet<Integer> seen = new TreeSet<>();
      int from = block - options.around() / 2;
      int first = Math.max(0, Math.min(from, count - options.around()));
      for (int i = 0; i < options.around(); i++) {
        seen.add(first + i);
      }
      for (int i = 0; i < options.global(); i++) {
        seen.add(i);
      }
      // Also in place of global blocks that lie around it.
      while (seen.size() < options.blocks()) {
        seen.add(random.nextInt(count));
      }
      pattern.add(List.copyOf(seen));
    }
    return pattern;
  }
}
