package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.detect.DetectorFiles;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Reads units back from {@link UnitText}, and from ADetailer. A unit whose detector is not here is
 * left out, so that the rest of the picture can be drawn.
 */
@Extension
@Singleton
@Offers({
  "ADetailer model",
  "ADetailer model classes",
  "ADetailer prompt",
  "ADetailer negative prompt",
  "ADetailer confidence",
  "ADetailer method to decide top k masks",
  "ADetailer mask only top k",
  UnitKeys.OLDER_K,
  "ADetailer mask min ratio",
  "ADetailer mask max ratio",
  "ADetailer x offset",
  "ADetailer y offset",
  "ADetailer dilate erode",
  "ADetailer mask merge invert",
  "ADetailer mask blur",
  "ADetailer denoising strength",
  "ADetailer inpaint only masked",
  "ADetailer inpaint padding",
  "ADetailer use inpaint width height",
  "ADetailer inpaint width",
  "ADetailer inpaint height",
  "ADetailer use separate steps",
  "ADetailer steps",
  "ADetailer use separate CFG scale",
  "ADetailer CFG scale",
  "ADetailer use separate checkpoint",
  "ADetailer checkpoint",
  "ADetailer use separate VAE",
  "ADetailer VAE",
  "ADetailer use separate sampler",
  "ADetailer sampler",
  "ADetailer scheduler",
  "ADetailer use separate noise multiplier",
  "ADetailer noise multiplier",
  "ADetailer use separate CLIP skip",
  "ADetailer CLIP skip",
  "ADetailer restore face",
  "ADetailer ControlNet model",
  "ADetailer ControlNet module",
  "ADetailer ControlNet weight",
  "ADetailer ControlNet guidance start",
  "ADetailer ControlNet guidance end"
})
public final class UnitKeys implements InfotextReader {
  static final String OLDER_K = "ADetailer mask only top k largest";

  private static final Pattern KEY =
      Pattern.compile("(?<words>.*?)( (?<number>[1-9]\\d?)[a-z]{2})?");

  private final DetectorFiles files;

  @Inject
  UnitKeys(DetectorFiles files) {
    this.files = files;
  }

  @Override
  public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
    TreeMap<Integer, Map<String, Object>> units = new TreeMap<>();
    values.forEach(
        (key, text) -> {
          Matcher parts = KEY.matcher(key);
          UnitField field = parts.matches() ? field(parts.group("words")) : null;
          if (field != null) {
            String number = Objects.requireNonNullElse(parts.group("number"), "1");
            units
                .computeIfAbsent(Integer.parseInt(number) - 1, any -> untold())
                .put(field.json(), text);
          }
        });
    units.keySet().removeIf(index -> !isHere(index, units.get(index), warn));
    if (units.isEmpty()) {
      return Map.of();
    }
    // A unit is known by its place.
    List<Object> all = new ArrayList<>();
    for (int i = 0; i <= units.lastKey(); i++) {
      all.add(units.getOrDefault(i, Map.of(UnitField.MODEL.json(), UnitField.NONE)));
    }
    return Map.of("units", all);
  }

  private static @Nullable UnitField field(String words) {
    for (UnitField field : UnitField.values()) {
      if (field.key().equals(words)) {
        return field;
      }
    }
    return words.equals(OLDER_K) ? UnitField.MASK_K : null;
  }

  /** A truth that the text does not have is false. */
  private static Map<String, Object> untold() {
    return new LinkedHashMap<>(Map.of(UnitField.ONLY_MASKED.json(), "False"));
  }

  private boolean isHere(int index, Map<String, Object> unit, Consumer<String> warn) {
    Object model = unit.get(UnitField.MODEL.json());
    if (!(model instanceof String name)) {
      return false;
    }
    try {
      files.check(UnitReader.name(index), name);
      return true;
    } catch (BadRequest e) {
      warn.accept(e.getMessage() + "; the parts that it found are not drawn again");
      return false;
    }
  }
}
