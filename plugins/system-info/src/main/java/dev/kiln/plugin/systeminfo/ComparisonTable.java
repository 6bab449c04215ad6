package dev.kiln.plugin.systeminfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  private static final String ABSENT = "-";

  List<String> lines() {
    List<List<String>> cells = new ArrayList<>(List.of(HEAD));
    comparison.rows().forEach(row -> cells.add(cells(row)));
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(i -> cells.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    String work = "";
    for (List<String> line : cells) {
      if (!lines.isEmpty() && !line.get(0).equals(work)) {
        lines.add("");
      }
      work = line.get(0);
      lines.add(aligned(line, widths));
    }
    lines.add("");
    comparison.largest().ifPresent(row -> lines.add(largest(row)));
    comparison.picture().ifPresent(row -> lines.add(picture(row)));
    return lines;
  }

  private static String aligned(List<String> line, int[] widths) {
    return IntStream.range(0, line.size())
        .mapToObj(
            i -> {
              String space = " ".repeat(widths[i] - line.get(i).length());
              boolean text = i < NAMES || i == line.size() - 1;
              return text ? line.get(i) + space : space + line.get(i);
            })
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static List<String> cells(BenchmarkRow row) {
    String note = row.trial().reason().isEmpty() ? row.trial().sites() : row.trial().reason();
    return List.of(
        row.work().label(),
        row.name(),
        number("%.2f", row.ratio()),
        number("%.1f", 1000 * row.trial().seconds()),
        megabytes(row.weight().peakBytes()),
        row.scoreBytes().isEmpty() ? ABSENT : number("%.0f", megabytes(row.scoreBytes())),
        megabytes(row.weight().budgetBytes()),
        row.kept().map(kept -> kept ? "yes" : "no").orElse(ABSENT),
        number("%.1e", row.trial().difference()),
        row.untouched() && row.trial().reason().isEmpty() ? "" : note);
  }

  private static String largest(BenchmarkRow row) {
    return "largest ratio over all token counts: %s by %s on %s"
        .formatted(number("%.2f", row.ratio()), row.name(), row.work().label());
  }

  private static String picture(BenchmarkRow row) {
    return "attention-%s on %s: %s times as fast as untouched, %s ms an evaluation instead of %s"
        .formatted(
            row.name(),
            row.work().label(),
            number("%.2f", row.ratio()),
            number("%.0f", 1000 * row.trial().seconds()),
            number("%.0f", 1000 * row.untouchedSeconds()));
  }

  private static String megabytes(long bytes) {
    return bytes == 0 ? ABSENT : number("%.0f", bytes / 1e6);
  }

  private static double megabytes(OptionalLong bytes) {
    return bytes.getAsLong() / 1e6;
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : ABSENT;
  }
}
