package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.Numbers;
import dev.kiln.plugin.systeminfo.TextTable;
import dev.kiln.plugin.systeminfo.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step by kind of layer, for people and as values for JSON.
 *
 * @param step an evaluation of prompt and negative prompt
 * @param peak floating point operations a second of a large product of matrices
 */
record LayerTable(String attention, Timing step, double peak, List<LayerRow> rows) {
  private static final List<String> HEAD =
      List.of("network", "layers", "ms", "share", "GFLOP/s", "of peak", "");
  private static final int NAMES = 2;

  List<String> lines(Map<String, String> machine) {
    List<String> lines = new ArrayList<>();
    machine.forEach((name, value) -> lines.add(name + ": " + value));
    lines.add("attention: " + attention);
    lines.add("");
    lines.addAll(new TextTable(HEAD, NAMES).lines(rows.stream().map(this::cells).toList()));
    lines.add("");
    lines.add(
        "a step: %s ms, spread %s; a large product of matrices: %s GFLOP/s"
            .formatted(
                Cells.millis(step.median()), Cells.percent(step.spread()), Cells.giga(peak)));
    lines.add(verdict());
    return lines;
  }

  /** Whether the convolutions leave something to win. */
  private String verdict() {
    LayerRow convolutions = rows.get(0);
    LayerRow large = rows.get(rows.size() - 1);
    return "convolutions take %s of the step and reach %s of that, alone at %s %s"
        .formatted(
            Cells.percent(convolutions.share()),
            Cells.percent(convolutions.flops() / peak),
            large.network(),
            Cells.percent(large.flops() / peak));
  }

  private List<String> cells(LayerRow row) {
    return List.of(
        row.network(),
        row.layers(),
        Cells.millis(row.seconds()),
        Cells.percent(row.share()),
        Cells.giga(row.flops()),
        row.flops() == 0 ? Numbers.ABSENT : Cells.percent(row.flops() / peak),
        "");
  }

  Map<String, @Nullable Object> values(Map<String, String> machine) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("machine", machine);
    values.put("attention", attention);
    Cells.put(values, "seconds", step.median());
    Cells.put(values, "spread", step.spread());
    Cells.put(values, "peakFlops", peak);
    values.put("rows", rows.stream().map(LayerTable::values).toList());
    return values;
  }

  private static Map<String, @Nullable Object> values(LayerRow row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("network", row.network());
    values.put("layers", row.layers());
    Cells.put(values, "seconds", row.seconds());
    Cells.put(values, "share", row.share());
    values.put("flops", row.flops() == 0 ? null : row.flops());
    return values;
  }
}
