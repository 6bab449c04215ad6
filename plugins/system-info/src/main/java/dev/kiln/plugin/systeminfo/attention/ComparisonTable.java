package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.plugin.systeminfo.Numbers;
import dev.kiln.plugin.systeminfo.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, for people. */
record ComparisonTable(Comparison comparison) {
  private static final List<String> HEAD =
      List.of(
          "attention",
          "optimizer",
          "ratio",
          "ms",
          "peak MB",
          "scores MB",
          "budget MB",
          "kept",
          "difference",
          "");
  private static final int NAMES = 2;

  List<String> lines() {
    List<List<String>> cells = comparison.rows().stream().map(ComparisonTable::cells).toList();
    List<String> table = new TextTable(HEAD, NAMES).lines(cells);
    List<String> lines = new ArrayList<>(table.subList(0, 1));
    String work = "";
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).get(0).equals(work)) {
        work = cells.get(i).get(0);
        lines.add("");
      }
      lines.add(table.get(i + 1));
    }
    lines.add("");
    comparison.largest().ifPresent(row -> lines.add(largest(row)));
    comparison.picture().ifPresent(row -> lines.add(picture(row)));
    return lines;
  }

  private static List<String> cells(BenchmarkRow row) {
    String note = row.trial().reason().isEmpty() ? row.trial().sites() : row.trial().reason();
    return List.of(
        row.work().label(),
        row.name(),
        Numbers.fixed(row.ratio(), 2),
        Numbers.fixed(1000 * row.trial().seconds(), 1),
        Numbers.megabytes(row.weight().peakBytes()),
        row.scoreBytes().isEmpty()
            ? Numbers.ABSENT
            : Numbers.fixed(row.scoreBytes().getAsLong() / 1e6, 0),
        Numbers.megabytes(row.weight().budgetBytes()),
        row.kept().map(kept -> kept ? "yes" : "no").orElse(Numbers.ABSENT),
        difference(row.trial().difference()),
        row.untouched() && row.trial().reason().isEmpty() ? "" : note);
  }

  private static String largest(BenchmarkRow row) {
    return "largest ratio over all token counts: %s by %s on %s"
        .formatted(Numbers.fixed(row.ratio(), 2), row.name(), row.work().label());
  }

  private static String picture(BenchmarkRow row) {
    return "attention-%s on %s: %s times as fast as untouched, %s ms an evaluation instead of %s"
        .formatted(
            row.name(),
            row.work().label(),
            Numbers.fixed(row.ratio(), 2),
            Numbers.fixed(1000 * row.trial().seconds(), 0),
            Numbers.fixed(1000 * row.untouchedSeconds(), 0));
  }

  private static String difference(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : Numbers.ABSENT;
  }
}
