package dev.kiln.plugin.systeminfo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines of cells in columns of equal width, for a terminal.
 *
 * @param left how many columns from the left are texts; numbers stand at the right of their column
 */
public record TextTable(List<String> head, int left) {
  /**
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
