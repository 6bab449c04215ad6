package dev.kiln.plugin.detailer;

import dev.kiln.spi.BadRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads units as ADetailer's arguments define them. */
@Singleton
class UnitReader {
  private static final int MOST = 10;

  /** Names of older versions. */
  private static final Map<String, UnitField> OLDER =
      Map.of("ad_tap_enable", UnitField.TAB_ENABLE, "ad_mask_k_largest", UnitField.MASK_K);

  /** Of webUI's page. */
  private static final Set<String> WITHOUT_MEANING = Set.of("is_api");

  /**
   * What was asked for.
   *
   * @param units those that are switched on, by their places from 0, in order
   * @param onInitPicture webUI's "skip img2img"
   */
  record Asked(Map<Integer, UnitValues> units, boolean onInitPicture) {}

  /**
   * @param warnings is told of fields that mean nothing
   * @throws BadRequest when a unit is wrong
   */
  Asked read(DetailerOptions options, Consumer<String> warnings) {
    List<Object> units = options.units();
    List<Boolean> switches = switches(units);
    List<Object> objects = units.subList(switches.size(), units.size());
    if (objects.isEmpty() && !options.model().isBlank()) {
      objects = List.of(Map.of(UnitField.MODEL.json(), options.model()));
    }
    if (objects.size() > MOST) {
      throw new BadRequest("ADetailer has " + objects.size() + " units; it takes at most " + MOST);
    }
    boolean enabled = switches.isEmpty() || switches.get(0);
    Map<Integer, UnitValues> read = new LinkedHashMap<>();
    for (int i = 0; enabled && i < objects.size(); i++) {
      UnitValues values = unit(i, objects.get(i), options, warnings);
      if (isOn(values)) {
        read.put(i, warned(values, warnings));
      }
    }
    return new Asked(read, switches.size() > 1 && switches.get(1));
  }

  /** Truths stand before the units; both may be left out. */
  private static List<Boolean> switches(List<Object> units) {
    List<Boolean> switches = new ArrayList<>();
    for (Object unit : units) {
      if (switches.size() == 2 || !(unit instanceof Boolean flag)) {
        break;
      }
      switches.add(flag);
    }
    return switches;
  }

  private static UnitValues unit(
      int index, @Nullable Object unit, DetailerOptions options, Consumer<String> warnings) {
    String name = name(index);
    if (!(unit instanceof Map<?, ?> json)) {
      throw new BadRequest(
          "%s is %s; it must be a JSON object, {\"ad_model\": \"face_yolov8n\", …}, and before all units may stand true or false twice"
              .formatted(name, UnitValues.shown(unit)));
    }
    Map<UnitField, Object> said = new EnumMap<>(UnitField.class);
    said.put(UnitField.CONFIDENCE, options.confidence());
    said.put(UnitField.STRENGTH, options.strength());
    if (options.size() > 0) {
      said.put(UnitField.USE_SIZE, true);
      said.put(UnitField.WIDTH, options.size());
      said.put(UnitField.HEIGHT, options.size());
    }
    Set<String> unknown = new TreeSet<>();
    json.forEach(
        (key, value) -> {
          UnitField field = field(String.valueOf(key));
          if (field == null) {
            unknown.add(String.valueOf(key));
          } else if (value != null) {
            said.put(field, value);
          }
        });
    unknown.removeAll(WITHOUT_MEANING);
    if (!unknown.isEmpty()) {
      warnings.accept(name + ": nothing is called " + String.join(", ", unknown));
    }
    return UnitValues.of(name, said);
  }

  static String name(int index) {
    return "ADetailer unit " + (index + 1);
  }

  private static @Nullable UnitField field(String key) {
    for (UnitField field : UnitField.values()) {
      if (field.json().equals(key)) {
        return field;
      }
    }
    return OLDER.get(key);
  }

  private static boolean isOn(UnitValues values) {
    String model = values.text(UnitField.MODEL).strip().toLowerCase(Locale.ROOT);
    return values.is(UnitField.TAB_ENABLE) && !model.isEmpty() && !model.equals("none");
  }

  private static UnitValues warned(UnitValues values, Consumer<String> warnings) {
    Set<UnitField> vain = WithoutEffect.in(values);
    if (!vain.isEmpty()) {
      warnings.accept(
          "%s: Kiln has nothing for %s"
              .formatted(
                  values.name(), String.join(", ", vain.stream().map(UnitField::json).toList())));
    }
    return values.without(vain);
  }
}
