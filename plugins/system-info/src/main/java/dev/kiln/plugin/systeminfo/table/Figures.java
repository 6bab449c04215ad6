package dev.kiln.plugin.systeminfo.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What reports say of a record: a line for each cell, in the order of the table. */
record Figures(TableRecord record, List<Row> rows, List<Column> columns) {
  /**
   * One cell.
   *
   * @param itPerSecond steps a second of the sampling loop, as the document counts
   * @param requestItPerSecond steps a second of the whole request, as the system-info extension
   *     counts
   * @param endToEndSeconds from the start of the process to the picture
   * @param toPlain how many times as fast as plain in the same row; NaN if not known
   * @param toDoggettx how many times as fast as doggettx in the same row; NaN if not known
   * @param note why it could not be run, or whose step it is; empty for none
   */
  record Line(
      Row row,
      Column column,
      CellResult result,
      double itPerSecond,
      double requestItPerSecond,
      double endToEndSeconds,
      double toPlain,
      double toDoggettx,
      String note) {
    boolean isMeasured() {
      return result.isMeasured();
    }

    /** For programs; null where a number is not known. */
    Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("row", row.name());
      values.put("conditions", row.conditions().describe());
      values.put("column", column.name());
      values.put("itPerSecond", known(itPerSecond));
      values.put("secondsPerStep", known(result.stepSeconds()));
      values.put("spread", known(result.spread()));
      values.put("requestItPerSecond", known(requestItPerSecond));
      values.put("endToEndSeconds", known(endToEndSeconds));
      values.put("toPlain", known(toPlain));
      values.put("toDoggettx", known(toDoggettx));
      values.put("peakBytes", result.peakBytes() == 0 ? null : result.peakBytes());
      values.put("rounds", result.runs().size());
      values.put("document", row.document().get(column.name()));
      values.put("note", note);
      return values;
    }

    private static @Nullable Double known(double number) {
      return Double.isFinite(number) ? number : null;
    }
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      columns.forEach(column -> lines.add(line(row, column)));
    }
    return lines;
  }

  Line line(Row row, Column column) {
    Optional<Row> before = TableRecord.sameStep(row, rows);
    CellResult result = record.cell(before.orElse(row), column);
    int steps = row.conditions().steps();
    String reused = before.map(it -> "the step of row " + it.name()).orElse("");
    return new Line(
        row,
        column,
        result,
        1 / result.stepSeconds(),
        steps / result.requestSeconds(steps),
        result.endToEndSeconds(steps),
        seconds(before.orElse(row), Column.PLAIN) / result.stepSeconds(),
        seconds(before.orElse(row), Column.DOGGETTX) / result.stepSeconds(),
        result.problem().isEmpty() ? reused : result.problem());
  }

  private double seconds(Row row, String column) {
    return columns.stream()
        .filter(it -> it.name().equals(column))
        .mapToDouble(it -> record.cell(row, it).stepSeconds())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** How the numbers came about, a sentence each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "it/s is steps a second of the sampling loop, each cell in a process of its own; the first"
            + " step of a process is not timed.");
    remarks.add(
        record.timedSteps() == 0
            ? "All steps were run."
            : "%d steps of each cell and round were timed; the seconds of a whole request are"
                    .formatted(record.timedSteps())
                + " extrapolated from them.");
    remarks.add(
        "The document's figures are those of a GPU of its time. They compare rows, not machines.");
    return remarks;
  }
}
