package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.AttentionLab;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The report of some results, in Markdown: one part for each machine, since figures of different
 * ones do not compare.
 *
 * @param cells in the order of the columns and rows that they make
 * @param tasks what is known of the tasks, by name
 */
record ArenaReport(List<Cell> cells, Map<String, Task> tasks) {
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("# Long Range Arena"));
    cells.stream().map(Cell::machine).distinct().forEach(machine -> part(machine, lines));
    return lines;
  }

  /** Numbers as JSON has them: in seconds and bytes. */
  Map<String, Object> json() {
    Map<String, Object> reference = new LinkedHashMap<>();
    tasks.forEach(
        (name, task) ->
            reference.put(
                name,
                Map.of(
                    "tokens", task.tokens(),
                    "accuracy", task.accuracy(),
                    "chance", task.chance())));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("reference", reference);
    values.put("cells", cells.stream().map(CellJson::values).toList());
    return values;
  }

  private void part(String machine, List<String> lines) {
    List<Cell> here = cells.stream().filter(cell -> cell.machine().equals(machine)).toList();
    List<String> works = here.stream().map(Cell::work).distinct().toList();
    List<String> named = works.stream().filter(tasks::containsKey).toList();
    lines.addAll(List.of("", "Measured on " + machine + "."));
    if (!named.isEmpty()) {
      lines.addAll(List.of("", "## Accuracy, %", ""));
      lines.addAll(accuracy(here, named));
    }
    table(
        "## Milliseconds for one example",
        here,
        works,
        cell -> format("%.2f", 1e3 * cell.seconds()),
        lines);
    table(
        "## Speed relative to the untouched graph",
        here,
        works,
        cell -> format("%.2f", cell.ratio()),
        lines);
    table("## Peak memory of a process of its own, MB", here, works, ArenaReport::peak, lines);
    table("## Largest difference", here, works, cell -> format("%.0e", cell.difference()), lines);
    List<String> reasons = reasons(here);
    if (!reasons.isEmpty()) {
      lines.addAll(List.of("", "## Not measured", ""));
      lines.addAll(reasons);
    }
  }

  private List<String> accuracy(List<Cell> here, List<String> named) {
    ArenaTable table = new ArenaTable();
    table.row(head(named));
    rows(here, named, cell -> format("%.1f", 100 * cell.accuracy()), table);
    table.row(given("the reference", named, Task::accuracy));
    table.row(given("the most frequent label", named, Task::chance));
    return table.lines();
  }

  private List<String> given(String name, List<String> named, Function<Task, Double> value) {
    return Stream.concat(
            Stream.of(name),
            named.stream().map(task -> format("%.1f", 100 * value.apply(tasks.get(task)))))
        .toList();
  }

  private static void table(
      String title,
      List<Cell> here,
      List<String> works,
      Function<Cell, String> value,
      List<String> lines) {
    ArenaTable table = new ArenaTable();
    table.row(head(works));
    rows(here, works, value, table);
    lines.addAll(List.of("", title, ""));
    lines.addAll(table.lines());
  }

  private static List<String> head(List<String> works) {
    return Stream.concat(Stream.of(""), works.stream()).toList();
  }

  private static void rows(
      List<Cell> here, List<String> works, Function<Cell, String> value, ArenaTable table) {
    for (String mechanism : here.stream().map(Cell::mechanism).distinct().toList()) {
      List<String> row = new ArrayList<>(List.of(shown(mechanism)));
      for (String work : works) {
        Optional<Cell> found =
            here.stream()
                .filter(cell -> cell.work().equals(work) && cell.mechanism().equals(mechanism))
                .findFirst();
        row.add(found.map(value).orElse(""));
      }
      table.row(row);
    }
  }

  private static List<String> reasons(List<Cell> here) {
    return here.stream()
        .filter(cell -> !cell.reason().isEmpty())
        .map(cell -> "- " + cell.work() + ", " + shown(cell.mechanism()) + ": " + cell.reason())
        .toList();
  }

  private static String shown(String mechanism) {
    return mechanism.equals(AttentionLab.UNTOUCHED) ? "untouched" : mechanism;
  }

  private static String peak(Cell cell) {
    return cell.peakBytes() == 0 ? "–" : format("%.0f", cell.peakBytes() / 1e6);
  }

  private static String format(String pattern, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, pattern, value);
  }
}
