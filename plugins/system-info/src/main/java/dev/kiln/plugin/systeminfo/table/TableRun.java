package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.table.TableRecord.Cell;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Runs the cells of a table, round after round, and goes on where an earlier run ended. */
@Singleton
final class TableRun {
  private final CellRun cells;
  private final TableRecords records;

  @Inject
  TableRun(CellRun cells, TableRecords records) {
    this.cells = cells;
    this.records = records;
  }

  /**
   * What is to be run.
   *
   * @param rounds how often each cell is run, all others in between
   */
  record Plan(List<Row> rows, List<Column> columns, ModelSet models, int rounds) {
    /** Cells of one round that have a step of their own. */
    int cellsOfRound() {
      return (int) rows.stream().filter(it -> TableRecord.sameStep(it, rows).isEmpty()).count()
          * columns.size();
    }
  }

  /**
   * Fill a record, which is written after each cell.
   *
   * @param progress gets a line before each cell
   * @throws InterruptedException when it was stopped; the record has what was measured
   */
  void fill(TableRecord record, Plan plan, Consumer<String> progress)
      throws InterruptedException, IOException {
    Map<Cell, Double> took = new HashMap<>();
    int all = plan.cellsOfRound();
    for (int round = 0; round < plan.rounds(); round++) {
      List<Cell> due = record.due(plan.rows(), plan.columns(), round);
      for (int i = 0; i < due.size(); i++) {
        Cell cell = due.get(i);
        progress.accept(
            "%s%d/%d in round %d of %d: %s, %s%s"
                .formatted(
                    bar(all - due.size() + i, all),
                    all - due.size() + i + 1,
                    all,
                    round + 1,
                    plan.rounds(),
                    cell.row().name(),
                    cell.column().name(),
                    left(took, due.subList(i, due.size()))));
        long began = System.nanoTime();
        run(record, cell, plan);
        took.put(cell, (System.nanoTime() - began) / 1e9);
        records.write(record);
      }
    }
  }

  private void run(TableRecord record, Cell cell, Plan plan) throws InterruptedException {
    Row row = cell.row();
    CellResult before = record.cell(row, cell.column());
    Optional<String> refused = record.refusedBefore(cell, plan.rows());
    if (refused.isPresent()) {
      record.put(row, cell.column(), before.refused(refused.get()));
      return;
    }
    int all = row.conditions().steps() - 1;
    int timed = record.timedSteps() == 0 ? all : Math.min(record.timedSteps(), all);
    CellResult result;
    try {
      result = before.plus(cells.run(row.conditions(), cell.column(), plan.models(), timed));
    } catch (CellRun.Refused e) {
      result = before.refused(e.getMessage());
    }
    record.put(row, cell.column(), result);
  }

  private static String bar(int finished, int all) {
    int filled = all == 0 ? 20 : 20 * finished / all;
    return "[" + "#".repeat(filled) + ".".repeat(20 - filled) + "] ";
  }

  /** As long as they took before, or as others of their row did. */
  private static String left(Map<Cell, Double> took, List<Cell> due) {
    double seconds = 0;
    for (Cell cell : due) {
      OptionalDouble known =
          took.containsKey(cell)
              ? OptionalDouble.of(took.get(cell))
              : took.entrySet().stream()
                  .filter(it -> it.getKey().row().equals(cell.row()))
                  .mapToDouble(Map.Entry::getValue)
                  .average();
      if (known.isEmpty()) {
        return "";
      }
      seconds += known.getAsDouble();
    }
    return String.format(
        Locale.ROOT,
        seconds < 120 ? ", about %.0f s left in this round" : ", about %.0f min left in this round",
        seconds < 120 ? seconds : seconds / 60);
  }
}
