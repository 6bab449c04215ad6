package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.QuietMachine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures what a selection names and a record does not have yet. */
@Singleton
final class Arena {
  private final Measuring measuring;
  private final Machine machine;
  private final QuietMachine quiet;

  @Inject
  Arena(Measuring measuring, Machine machine, QuietMachine quiet) {
    this.measuring = measuring;
    this.machine = machine;
    this.quiet = quiet;
  }

  /**
   * Measure.
   *
   * @param say is told how far it is
   * @return one for each work and mechanism, in order
   * @throws dev.kiln.spi.BadRequest when Kiln measures or makes pictures elsewhere on this machine
   */
  List<Cell> run(Selection asked, ArenaFlags flags, ArenaRecord record, Consumer<String> say)
      throws InterruptedException {
    List<Cell> cells = new ArrayList<>();
    int all = asked.works().size() * asked.mechanisms().size();
    int known = 0;
    try (QuietMachine.Hold hold = quiet.hold("kiln benchmark lra")) {
      for (Work work : asked.works()) {
        for (String mechanism : asked.mechanisms()) {
          String key = String.join("|", machine.name(), work.label(), mechanism);
          Cell cell = record.cells().get(key);
          if (cell == null || flags.fresh()) {
            cell = measuring.measure(work, mechanism, flags.rounds());
            record.add(cell);
            say.accept((cells.size() + 1) + "/" + all + " " + sentence(cell));
          } else {
            known++;
          }
          cells.add(cell);
        }
      }
    }
    if (known > 0) {
      say.accept(
          known + " of " + all + " results are from the record; --fresh measures them again");
    }
    return cells;
  }

  private static String sentence(Cell cell) {
    String name = cell.work() + ", " + cell.mechanism() + ": ";
    return cell.reason().isEmpty()
        ? name + String.format(Locale.ROOT, "%.2f ms", cell.seconds() * 1e3)
        : name + cell.reason();
  }
}
