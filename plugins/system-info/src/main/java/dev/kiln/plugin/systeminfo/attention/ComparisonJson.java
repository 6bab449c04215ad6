package dev.kiln.plugin.systeminfo.attention;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured, for programs. */
record ComparisonJson(Comparison comparison) {
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rows", comparison.rows().stream().map(ComparisonJson::row).toList());
    values.put("largest", comparison.largest().map(ComparisonJson::row).orElse(null));
    values.put("picture", comparison.picture().map(ComparisonJson::row).orElse(null));
    return values;
  }

  private static Map<String, Object> row(BenchmarkRow row) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("attention", row.work().label());
    values.put("optimizer", row.name());
    values.put("ratio", known(row.ratio()));
    values.put("seconds", known(row.trial().seconds()));
    values.put("peakBytes", known(row.weight().peakBytes()));
    values.put("scoreBytes", row.scoreBytes().isEmpty() ? null : row.scoreBytes().getAsLong());
    values.put("budgetBytes", known(row.weight().budgetBytes()));
    values.put("kept", row.kept().orElse(null));
    values.put("difference", known(row.trial().difference()));
    values.put("sites", row.trial().sites());
    values.put("reason", row.trial().reason());
    return values;
  }

  private static @Nullable Double known(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private static @Nullable Long known(long bytes) {
    return bytes == 0 ? null : bytes;
  }
}
