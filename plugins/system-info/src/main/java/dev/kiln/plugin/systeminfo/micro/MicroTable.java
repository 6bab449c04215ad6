package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.Numbers;
import dev.kiln.plugin.systeminfo.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured, for people and as values for JSON. */
record MicroTable(Map<String, String> machine, List<MicroRow> rows) {
  private static final List<String> HEAD =
      List.of(
          "block",
          "B,M,H,K",
          "optimizer",
          "ms",
          "spread",
          "attention ms",
          "GFLOP/s",
          "peak MB",
          "");
  private static final int NAMES = 3;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    machine.forEach((name, value) -> lines.add(name + ": " + value));
    lines.add("");
    lines.addAll(new TextTable(HEAD, NAMES).lines(rows.stream().map(MicroTable::cells).toList()));
    return lines;
  }

  private static List<String> cells(MicroRow row) {
    return List.of(
        BlockWord.name(row.block()),
        "%d,%d,%d,%d"
            .formatted(
                row.block().rows(),
                row.block().tokens(),
                row.block().heads(),
                row.block().headSize()),
        row.optimizer(),
        Cells.millis(row.timing().median()),
        Cells.percent(row.timing().spread()),
        Cells.millis(row.attentionSeconds() == 0 ? Double.NaN : row.attentionSeconds()),
        Cells.giga(row.flops()),
        Numbers.megabytes(row.peakBytes()),
        row.problem());
  }

  Map<String, Object> values() {
    return Map.of("machine", machine, "rows", rows.stream().map(MicroTable::values).toList());
  }

  private static Map<String, @Nullable Object> values(MicroRow row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("block", BlockWord.name(row.block()));
    values.put("rows", row.block().rows());
    values.put("tokens", row.block().tokens());
    values.put("heads", row.block().heads());
    values.put("headSize", row.block().headSize());
    values.put("optimizer", row.optimizer());
    Cells.put(values, "seconds", row.timing().median());
    Cells.put(values, "spread", row.timing().spread());
    Cells.put(values, "attentionSeconds", row.attentionSeconds());
    Cells.put(values, "flops", row.flops());
    values.put("peakBytes", row.peakBytes() == 0 ? null : row.peakBytes());
    values.put("problem", row.problem());
    return values;
  }
}
