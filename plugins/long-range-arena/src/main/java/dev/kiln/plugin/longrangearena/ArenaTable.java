package dev.kiln.plugin.longrangearena;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table that is read as well in a terminal as where Markdown is rendered. */
final class ArenaTable {
  private final List<List<String>> rows = new ArrayList<>();

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** The first row is the head; the first column stands left, the others right. */
  List<String> lines() {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(
                i ->
                    Math.max(3, rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0)))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
      if (lines.size() == 1) {
        lines.add(rule(widths));
      }
    }
    return lines;
  }

  private static String line(List<String> row, int... widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < row.size(); i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(' ').append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append(" |");
    }
    return line.toString();
  }

  private static String rule(int... widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "-".repeat(widths[i] + 2) : "-".repeat(widths[i] + 1) + ":").append('|');
    }
    return line.toString();
  }
}
