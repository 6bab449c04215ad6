package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.benchmark.Plan.Block;
import dev.kiln.spi.BadRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Runs the trials of a plan, block after block, and goes on where an earlier run ended. */
@Singleton
final class Measuring {
  private final Trials trials;
  private final TrialRecords records;

  @Inject
  Measuring(Trials trials, TrialRecords records) {
    this.trials = trials;
    this.records = records;
  }

  /**
   * Fill a record, which is written after each trial.
   *
   * @param say gets a line before each trial
   * @throws InterruptedException when it was stopped; the record has what was measured
   * @throws BadRequest when not even the untouched request can be drawn
   */
  void fill(TrialRecord record, Plan plan, Consumer<String> say)
      throws InterruptedException, IOException {
    List<Setting> singles = plan.singles();
    fill(record, plan, plan.blocks("alone", singles.subList(1, singles.size())), say);
    fill(record, plan, plan.blocks("pairs", plan.pairs(record)), say);
  }

  private void fill(TrialRecord record, Plan plan, List<Block> blocks, Consumer<String> say)
      throws InterruptedException, IOException {
    long began = System.nanoTime();
    int left = blocks.stream().mapToInt(it -> it.settings().size()).sum();
    int done = 0;
    for (Block block : blocks) {
      for (Setting setting : block.settings()) {
        if (record.trial(setting, block.name()).isEmpty() && record.problem(setting).isEmpty()) {
          String seeds = block.name().replaceAll(".*, ", "");
          say.accept("%s: %s%s".formatted(seeds, setting.name(), left(began, done, left)));
          run(record, plan, setting, block);
          done++;
        }
        left--;
      }
    }
  }

  private void run(TrialRecord record, Plan plan, Setting setting, Block block)
      throws InterruptedException, IOException {
    Trial trial =
        trials.run(
            plan.job(),
            setting,
            block.seeds(),
            records.pictures(record, Setting.UNTOUCHED),
            records.pictures(record, setting));
    if (setting.equals(Setting.UNTOUCHED) && !trial.problem().isEmpty()) {
      throw new BadRequest("the request without accelerators cannot be drawn: " + trial.problem());
    }
    record.put(setting, block.name(), trial);
    records.write(record);
  }

  /**
   * @param most trials that are left, where none is known already
   */
  private static String left(long began, int done, int most) {
    double minutes = (System.nanoTime() - began) / 60e9 / done * most;
    return done == 0 ? "" : String.format(Locale.ROOT, ", at most %.0f min left", minutes);
  }
}
