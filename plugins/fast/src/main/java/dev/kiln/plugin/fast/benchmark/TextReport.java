package dev.kiln.plugin.fast.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Figures as Markdown, whose tables are aligned: they are read as well in a terminal. */
record TextReport(Figures figures) {
  private static final List<String> HEAD =
      List.of(
          "setting",
          "loop",
          "request",
          "rows",
          "SSIM",
          "lowest",
          "PSNR dB",
          "agreement",
          "ready s",
          "peak MB",
          "");

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("# What each accelerator gains and costs");
    lines.add("");
    figures.record().about().forEach((key, value) -> lines.add("- " + key + ": " + value));
    lines.add("");
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    figures.lines().forEach(line -> rows.add(row(line)));
    lines.addAll(table(rows));
    lines.add("");
    figures.remarks().forEach(remark -> lines.add("- " + remark));
    return lines;
  }

  private static List<String> row(Line line) {
    double psnr = Likeness.psnr(line.squaredError());
    return List.of(
        line.setting().name(),
        number("%.2f", line.loopRatio()),
        number("%.2f", line.requestRatio()),
        number("%.0f %%", 100 * line.rows()),
        number("%.3f", line.ssim()),
        number("%.3f", line.worst()),
        psnr == Double.POSITIVE_INFINITY ? "same" : number("%.1f", psnr),
        number("%.0f %%", 100 * line.agreement()),
        number("%.1f", line.readySeconds()),
        number("%.0f", line.peakBytes() == 0 ? Double.NaN : line.peakBytes() / 1e6),
        (line.front() ? "* " : "") + line.note().replace("|", "\\|"));
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }

  private static List<String> table(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .map(width -> Math.max(3, width))
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
      String space = " ".repeat(widths[i] - row.get(i).length());
      boolean text = i == 0 || i == row.size() - 1;
      line.append(' ').append(text ? row.get(i) + space : space + row.get(i)).append(" |");
    }
    return line.toString();
  }

  private static String rule(int... widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      boolean text = i == 0 || i == widths.length - 1;
      line.append("-".repeat(widths[i] + 1)).append(text ? "-|" : ":|");
    }
    return line.toString();
  }
}
