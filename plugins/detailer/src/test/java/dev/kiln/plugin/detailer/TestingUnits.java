package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.UnitReader.Asked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Units as a request has them. */
final class TestingUnits {
  private TestingUnits() {}

  static DetailerOptions options(Object... units) {
    return new DetailerOptions(List.of(units), "", 0.3, 0.4, 0, "None");
  }

  static Asked read(Consumer<String> warnings, Object... units) {
    return new UnitReader().read(options(units), warnings);
  }

  /** The values of one unit that names a detector. */
  static UnitValues values(Map<String, Object> unit) {
    Map<String, Object> named = new HashMap<>(Map.of("ad_model", "yolov8"));
    named.putAll(unit);
    return Objects.requireNonNull(read(any -> {}, named).units().get(0));
  }
}
