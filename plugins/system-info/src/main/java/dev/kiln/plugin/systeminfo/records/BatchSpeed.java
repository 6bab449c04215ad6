package dev.kiln.plugin.systeminfo.records;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one batch took.
 *
 * @param batch pictures at once
 * @param iterationsPerSecond steps × batch over the time of the whole request; NaN if it failed
 * @param spread of its step times, relative; 0 where it is not known
 * @param problem why it failed; empty if it did not
 */
public record BatchSpeed(int batch, double iterationsPerSecond, double spread, String problem) {
  public static BatchSpeed failed(int batch, String problem) {
    return new BatchSpeed(batch, Double.NaN, 0, problem);
  }

  /** As the extension writes it. */
  public String text() {
    return Double.isNaN(iterationsPerSecond)
        ? "error"
        : String.format(Locale.ROOT, "%.2f", iterationsPerSecond);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("batch", batch);
    values.put("iterationsPerSecond", iterationsPerSecond);
    values.put("spread", spread);
    values.put("problem", problem);
    return values;
  }

  static BatchSpeed read(Map<?, ?> values) {
    Object speed = values.get("iterationsPerSecond");
    return new BatchSpeed(
        ((Number) values.get("batch")).intValue(),
        speed == null ? Double.NaN : ((Number) speed).doubleValue(),
        ((Number) values.get("spread")).doubleValue(),
        (String) values.get("problem"));
  }
}
