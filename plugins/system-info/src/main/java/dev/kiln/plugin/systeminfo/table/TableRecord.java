package dev.kiln.plugin.systeminfo.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured so far: written after each cell, so that an interruption loses one at most.
 *
 * @param about what was measured on what, in the order in which reports show it
 * @param timedSteps of each run, behind the first; 0 for all
 * @param name of its file
 * @param cells by {@link #key}
 */
record TableRecord(
    Map<String, String> about, int timedSteps, String name, Map<String, CellResult> cells) {
  TableRecord(Map<String, String> about, int timedSteps, String name) {
    this(about, timedSteps, name, new LinkedHashMap<>());
  }

  private static String key(Row row, Column column) {
    return row.name() + " | " + column.name();
  }

  CellResult cell(Row row, Column column) {
    return cells.getOrDefault(key(row, column), CellResult.NONE);
  }

  void put(Row row, Column column, CellResult result) {
    cells.put(key(row, column), result);
  }

  /** The row before that has the same step, whose times stand for this one's too. */
  static Optional<Row> sameStep(Row row, List<Row> rows) {
    return rows.subList(0, Math.max(0, rows.indexOf(row))).stream()
        .filter(before -> before.conditions().sameStep(row.conditions()))
        .findFirst();
  }

  /**
   * Why a cell cannot be, as an earlier row of the same size found out: rows add conditions, which
   * bring neither memory nor plugins.
   */
  Optional<String> refusedBefore(Cell cell, List<Row> rows) {
    return rows.subList(0, Math.max(0, rows.indexOf(cell.row))).stream()
        .filter(before -> before.conditions().sameSize(cell.row.conditions()))
        .filter(before -> !cell(before, cell.column).problem().isEmpty())
        .findFirst()
        .map(before -> "as in row " + before.name() + ": " + cell(before, cell.column).problem());
  }

  Map<String, Object> values() {
    Map<String, Object> results = new LinkedHashMap<>();
    cells.forEach((key, result) -> results.put(key, result.values()));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("about", about);
    values.put("timedSteps", timedSteps);
    values.put("cells", results);
    return values;
  }

  static TableRecord read(String name, Map<String, ?> json) {
    Map<String, String> about = new LinkedHashMap<>();
    ((Map<?, ?>) json.get("about")).forEach((key, it) -> about.put(key.toString(), it.toString()));
    Map<String, CellResult> cells = new LinkedHashMap<>();
    ((Map<?, ?>) json.get("cells"))
        .forEach((key, it) -> cells.put(key.toString(), CellResult.read((Map<?, ?>) it)));
    return new TableRecord(about, ((Number) json.get("timedSteps")).intValue(), name, cells);
  }

  /** The cells that are to be run yet in a round, the columns in turns. */
  List<Cell> due(List<Row> rows, List<Column> columns, int round) {
    List<Column> turn = new ArrayList<>(columns);
    if (round % 2 == 1) {
      Collections.reverse(turn);
    }
    return rows.stream()
        .filter(row -> sameStep(row, rows).isEmpty())
        .flatMap(row -> turn.stream().map(column -> new Cell(row, column)))
        .filter(it -> cell(it.row, it.column).problem().isEmpty())
        .filter(it -> cell(it.row, it.column).runs().size() <= round)
        .toList();
  }

  /** A place in the table. */
  record Cell(Row row, Column column) {}
}
