package dev.kiln.api.plugin;

import dev.kiln.api.Picture;
import dev.kiln.api.PluginOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lets a picture follow a map by a ControlNet: plugin controlnet. A request may have several.
 * Immutable.
 *
 * @param fields of sd-webui-controlnet's unit
 */
public record ControlUnit(Map<String, Object> fields) implements PluginOptions {
  public ControlUnit {
    fields = Map.copyOf(fields);
  }

  /**
   * A unit whose picture is the map itself.
   *
   * @param model name, title or a part of the name of a ControlNet
   */
  public static ControlUnit of(String model, Picture map) {
    Objects.requireNonNull(model, "model is null; give the name of a ControlNet");
    Objects.requireNonNull(map, "map is null; give the picture that is followed");
    return new ControlUnit(Map.of("model", model, "image", map.base64()));
  }

  /** Make the map of the picture by a preprocessor. */
  public ControlUnit preprocessor(String name) {
    return with("module", name);
  }

  /** 0 to 2. */
  public ControlUnit weight(double weight) {
    return with("weight", weight);
  }

  /** Follow the map in this part of the steps alone, each 0 to 1. */
  public ControlUnit steps(double start, double end) {
    return with("guidance_start", start).with("guidance_end", end);
  }

  /** Any other field of a unit. */
  public ControlUnit with(String field, Object value) {
    Objects.requireNonNull(value, field + " is null; give a value, or leave the call out");
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put(field, value);
    return new ControlUnit(all);
  }

  @Override
  public String plugin() {
    return "controlnet";
  }

  @Override
  public Map<String, Object> options() {
    return Map.of("units", List.of(fields));
  }
}
