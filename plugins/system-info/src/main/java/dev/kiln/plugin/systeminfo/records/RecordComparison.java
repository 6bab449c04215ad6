package dev.kiln.plugin.systeminfo.records;

import dev.kiln.plugin.systeminfo.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Two sides, batch by batch: how fast the second is relative to the first. */
record RecordComparison(Side first, Side second) {
  /** What is slower by no more than this, and than the spread, may be chance. */
  private static final double TOLERANCE = 0.05;

  /**
   * One batch on both sides.
   *
   * @param before median it/s of the first side
   * @param after that of the second
   * @param spread the larger one of both sides, relative
   */
  record Line(int batch, double before, double after, double spread) {
    double ratio() {
      return after / before;
    }

    boolean regression() {
      return ratio() < 1 - TOLERANCE - spread;
    }

    boolean improvement() {
      return ratio() > 1 + TOLERANCE + spread;
    }

    private String verdict() {
      return regression() ? "REGRESSION" : improvement() ? "faster" : "same";
    }

    private Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("batch", batch);
      values.put("before", before);
      values.put("after", after);
      values.put("ratio", ratio());
      values.put("spread", spread);
      values.put("regression", regression());
      return values;
    }
  }

  List<Line> lines() {
    Map<Integer, Side.Speed> after = second.speeds();
    List<Line> lines = new ArrayList<>();
    new TreeMap<>(first.speeds())
        .forEach(
            (batch, before) -> {
              Side.Speed now = after.get(batch);
              if (now != null) {
                double spread = Math.max(before.spread(), now.spread());
                lines.add(new Line(batch, before.median(), now.median(), spread));
              }
            });
    return lines;
  }

  /** What makes a ratio say less: columns in which the sides differ. */
  List<String> differences() {
    return Stream.of("system", "libraries", "device", "flags", "settings")
        .map(
            column -> {
              String before = first.column(column);
              String after = second.column(column);
              return before.equals(after) ? null : column + ": " + before + " -> " + after;
            })
        .filter(Objects::nonNull)
        .toList();
  }

  List<String> table() {
    TextTable table =
        new TextTable(List.of("batch", "A it/s", "B it/s", "B/A", "spread", "verdict"), 0);
    return table.lines(
        lines().stream()
            .map(
                it ->
                    List.of(
                        String.valueOf(it.batch),
                        fixed("%.3f", it.before),
                        fixed("%.3f", it.after),
                        fixed("%.2f", it.ratio()),
                        fixed("%.1f %%", 100 * it.spread),
                        it.verdict()))
            .toList());
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("a", first.name());
    values.put("b", second.name());
    values.put("batches", lines().stream().map(Line::values).toList());
    values.put("differences", differences());
    return values;
  }

  private static String fixed(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
