package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cell as JSON: in seconds and bytes; unknown numbers are null. */
final class CellJson {
  private CellJson() {}

  static Map<String, Object> values(Cell cell) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("work", cell.work());
    values.put("tokens", cell.tokens());
    values.put("mechanism", cell.mechanism());
    values.put("machine", cell.machine());
    values.put("accuracy", cell.accuracy());
    values.put("seconds", cell.seconds());
    values.put("untouchedSeconds", cell.untouchedSeconds());
    values.put("difference", cell.difference());
    values.put("peakBytes", cell.peakBytes());
    values.put("sites", cell.sites());
    values.put("reason", cell.reason());
    return values;
  }

  /**
   * Read one.
   *
   * @throws BadRequest when a field is missing or of another type
   */
  static Cell read(Map<String, @Nullable Object> values) {
    return new Cell(
        text(values, "work"),
        (int) number(values, "tokens"),
        text(values, "mechanism"),
        text(values, "machine"),
        number(values, "accuracy"),
        number(values, "seconds"),
        number(values, "untouchedSeconds"),
        number(values, "difference"),
        (long) number(values, "peakBytes"),
        text(values, "sites"),
        text(values, "reason"));
  }

  private static String text(Map<String, @Nullable Object> values, String field) {
    if (values.get(field) instanceof String text) {
      return text;
    }
    throw new BadRequest("the field \"" + field + "\" of a result is no text");
  }

  private static double number(Map<String, @Nullable Object> values, String field) {
    Object value = values.get(field);
    if (value instanceof Number number) {
      return number.doubleValue();
    } else if (value == null && values.containsKey(field)) {
      return Double.NaN;
    }
    throw new BadRequest("the field \"" + field + "\" of a result is no number");
  }
}
