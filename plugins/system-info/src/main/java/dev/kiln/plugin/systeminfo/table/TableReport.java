package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.Numbers;
import dev.kiln.plugin.systeminfo.TextTable;
import dev.kiln.plugin.systeminfo.table.Figures.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A record as text: for a terminal and as Markdown. */
record TableReport(Figures figures) {
  private static final TextTable DETAILS =
      new TextTable(
          List.of(
              "row",
              "column",
              "it/s",
              "s/step",
              "spread",
              "x plain",
              "x doggettx",
              "request it/s",
              "end to end s",
              "peak MB",
              ""),
          2);

  /** For a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    figures.record().about().forEach((key, value) -> lines.add(key + ": " + value));
    lines.add("");
    lines.addAll(table().lines(grid()));
    lines.add("");
    lines.addAll(DETAILS.lines(details()));
    lines.add("");
    lines.addAll(figures.remarks());
    return lines;
  }

  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# What each condition costs, and what each optimizer wins back");
    lines.add("");
    figures.record().about().forEach((key, value) -> lines.add("- " + key + ": " + value));
    lines.add("");
    lines.addAll(table().markdown(grid()));
    lines.add("");
    lines.addAll(DETAILS.markdown(details()));
    lines.add("");
    figures.remarks().forEach(remark -> lines.add("- " + remark));
    return lines;
  }

  private TextTable table() {
    return new TextTable(head(), 1);
  }

  /** The document's figures stand beside one's own. */
  private List<String> head() {
    List<String> head = new ArrayList<>(List.of("it/s"));
    figures.columns().forEach(it -> head.add(it.name()));
    documented().forEach(it -> head.add("document: " + it.name()));
    head.add("");
    return head;
  }

  private List<List<String>> grid() {
    List<List<String>> grid = new ArrayList<>();
    for (Row row : figures.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.label()));
      for (Column column : figures.columns()) {
        Line line = figures.line(row, column);
        cells.add(line.isMeasured() ? Numbers.three(line.itPerSecond()) : Numbers.ABSENT);
      }
      for (Column column : documented()) {
        Double figure = row.document().get(column.name());
        cells.add(figure == null ? Numbers.ABSENT : Numbers.fixed(figure, 1));
      }
      cells.add("");
      grid.add(cells);
    }
    return grid;
  }

  private List<Column> documented() {
    return figures.columns().stream()
        .filter(
            column ->
                figures.rows().stream()
                    .map(Row::document)
                    .map(Map::keySet)
                    .anyMatch(it -> it.contains(column.name())))
        .toList();
  }

  private List<List<String>> details() {
    return figures.lines().stream()
        .map(
            line ->
                Stream.of(
                        line.row().name(),
                        line.column().name(),
                        Numbers.three(line.itPerSecond()),
                        Numbers.three(line.result().stepSeconds()),
                        Numbers.percent(line.result().spread()),
                        Numbers.fixed(line.toPlain(), 2),
                        Numbers.fixed(line.toDoggettx(), 2),
                        Numbers.three(line.requestItPerSecond()),
                        Numbers.three(line.endToEndSeconds()),
                        Numbers.megabytes(line.result().peakBytes()),
                        line.note())
                    .toList())
        .toList();
  }
}
