package dev.kiln.plugin.controlnet;

import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.pf4j.Extension;

/** Reads units back from {@link UnitText}. Their pictures are not in it and must be given again. */
@Extension
@Singleton
@Offers(UnitText.KEY)
public final class UnitKeys implements InfotextReader {
  private static final String WEIGHTS = "advanced_weighting";
  private static final String MASK = "effective_region_mask";

  @Inject
  UnitKeys() {}

  @Override
  public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
    TreeMap<Integer, Map<String, Object>> units = new TreeMap<>();
    values.forEach(
        (key, text) -> {
          if (key.matches(UnitText.KEY + " \\d")) {
            int index = key.charAt(key.length() - 1) - '0';
            units.put(index, unit(ControlUnit.name(index), text, warn));
          }
        });
    if (units.isEmpty()) {
      return Map.of();
    }
    // A unit is known by its place.
    List<Object> all = new ArrayList<>();
    for (int i = 0; i <= units.lastKey(); i++) {
      all.add(units.getOrDefault(i, Map.of("enabled", false)));
    }
    return Map.of("units", all);
  }

  private static Map<String, Object> unit(String name, String text, Consumer<String> warn) {
    Map<String, Object> unit = new LinkedHashMap<>(Map.of("enabled", true));
    Arrays.stream(text.split(", "))
        .map(pair -> pair.split(": ", 2))
        .filter(pair -> pair.length == 2)
        .map(pair -> Map.entry(field(pair[0]), pair[1].strip()))
        .forEach(pair -> unit.put(pair.getKey(), value(pair)));
    if (unit.remove(MASK) != null) {
      warn.accept(
          name + " acted in a region alone, whose mask the infotext does not have; give it again");
    }
    return unit;
  }

  /** sd-webui-controlnet's words for its fields are its fields with spaces. */
  private static String field(String words) {
    String field = words.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    return field.equals("preprocessor") ? "module" : field;
  }

  private static Object value(Entry<String, String> pair) {
    return pair.getKey().equals(WEIGHTS)
        ? List.<Object>of((Object[]) pair.getValue().split("\\|"))
        : pair.getValue();
  }
}
