package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.benchmark.Accelerators.Installed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What is to be measured.
 *
 * @param seeds how many, from 1 on
 * @param paired whether pairs are drawn when all are measured alone
 */
record Plan(Job job, Installed installed, int seeds, boolean paired) {
  /** So many are drawn by one process, before the next setting has its turn. */
  private static final int SEEDS_OF_A_BLOCK = 4;

  /** So many settings are compared with one untouched process, as what else runs may change. */
  private static final int SETTINGS_OF_A_BLOCK = 8;

  /**
   * What draws the same seeds in turns.
   *
   * @param name in the record
   * @param settings the untouched request first: the others' pictures are compared with its own
   */
  record Block(String name, List<Long> seeds, List<Setting> settings) {}

  /** The untouched request first, fewer steps last. */
  List<Setting> singles() {
    List<Setting> singles = new ArrayList<>(List.of(Setting.UNTOUCHED));
    singles.addAll(installed.settings());
    IntStream.of(3 * job.steps() / 4, job.steps() / 2)
        .filter(steps -> steps > 0)
        .distinct()
        .forEach(steps -> singles.add(Setting.steps(steps)));
    return singles;
  }

  /** Pairs that promise something, as the singles were measured. */
  List<Setting> pairs(TrialRecord record) {
    return paired ? Pairs.of(new Figures(record, singles()).lines(), installed) : List.of();
  }

  /** All that was tried of it. */
  Figures figures(TrialRecord record) {
    List<Setting> all = singles();
    all.addAll(pairs(record));
    return new Figures(record, all);
  }

  /**
   * All turns: each seed with each setting, in reversed order every second time.
   *
   * @param kind of settings, which have blocks of their own
   * @param settings without the untouched one
   */
  List<Block> blocks(String kind, List<Setting> settings) {
    List<Block> blocks = new ArrayList<>();
    for (long first = 1; first <= seeds; first += SEEDS_OF_A_BLOCK) {
      long last = Math.min(seeds, first + SEEDS_OF_A_BLOCK - 1);
      List<Long> some = LongStream.rangeClosed(first, last).boxed().toList();
      for (int i = 0; i < settings.size(); i += SETTINGS_OF_A_BLOCK) {
        int end = Math.min(settings.size(), i + SETTINGS_OF_A_BLOCK);
        List<Setting> turn = new ArrayList<>(settings.subList(i, end));
        if (first / SEEDS_OF_A_BLOCK % 2 == 1) {
          Collections.reverse(turn);
        }
        turn.add(0, Setting.UNTOUCHED);
        String name =
            "%s from %s, seeds %d to %d".formatted(kind, settings.get(i).name(), first, last);
        blocks.add(new Block(name, some, turn));
      }
    }
    return blocks;
  }
}
