package dev.kiln.plugin.systeminfo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of texts.
 *
 * @param left how many columns from the left are texts; on a terminal numbers stand at the right of
 *     their column
 */
public record TextTable(List<String> head, int left) {
  /**
   * In columns of equal width, for a terminal.
   *
   * @param rows as long as the head; the last column is text
   */
  public List<String> lines(List<List<String>> rows) {
    List<List<String>> cells = new ArrayList<>(List.of(head));
    cells.addAll(rows);
    int[] widths =
        IntStream.range(0, head.size())
            .map(i -> cells.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    return cells.stream().map(line -> aligned(line, widths)).toList();
  }

  /**
   * @param rows as long as the head
   */
  public List<String> markdown(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(markdownLine(head));
    lines.add(head.stream().map(it -> "---").collect(Collectors.joining("|", "|", "|")));
    rows.forEach(row -> lines.add(markdownLine(row)));
    return lines;
  }

  private static String markdownLine(List<String> cells) {
    return cells.stream()
        .map(it -> it.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String aligned(List<String> line, int[] widths) {
    return IntStream.range(0, line.size())
        .mapToObj(
            i -> {
              String space = " ".repeat(widths[i] - line.get(i).length());
              boolean text = i < left || i == line.size() - 1;
              return text ? line.get(i) + space : space + line.get(i);
            })
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
