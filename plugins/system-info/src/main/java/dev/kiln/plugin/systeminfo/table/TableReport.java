package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.TextTable;
import dev.kiln.plugin.systeminfo.table.Figures.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record as text: for a terminal and as Markdown. */
record TableReport(Figures figures) {
  private static final List<String> DETAILS =
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
          "");

  /** For a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    figures.record().about().forEach((key, value) -> lines.add(key + ": " + value));
    lines.add("");
    lines.addAll(new TextTable(head(), 1).lines(grid()));
    lines.add("");
    lines.addAll(new TextTable(DETAILS, 2).lines(details()));
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
    lines.addAll(markdown(head(), grid()));
    lines.add("");
    lines.addAll(markdown(DETAILS, details()));
    lines.add("");
    figures.remarks().forEach(remark -> lines.add("- " + remark));
    return lines;
  }

  private static List<String> markdown(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(markdown(head));
    lines.add(head.stream().map(it -> "---").collect(Collectors.joining("|", "|", "|")));
    rows.forEach(row -> lines.add(markdown(row)));
    return lines;
  }

  private static String markdown(List<String> cells) {
    return cells.stream()
        .map(it -> it.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
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
