package dev.kiln.api.plugin;

import dev.kiln.api.PluginOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Draws small, enlarges, and draws again at the larger size: plugin hires-fix. Immutable.
 *
 * @param options by their names
 */
public record Hires(Map<String, Object> options) implements PluginOptions {
  public Hires {
    options = Map.copyOf(options);
  }

  /** So many times larger, 1 to 8. */
  public static Hires scale(double factor) {
    return new Hires(Map.of("enabled", true, "scale", factor));
  }

  /** To a size in pixels. */
  public static Hires size(int width, int height) {
    return new Hires(Map.of("enabled", true, "width", width, "height", height));
  }

  /** A way to enlarge latents, or the name of an upscaler of pictures. */
  public Hires upscaler(String name) {
    return with("upscaler", name);
  }

  /** How much is drawn anew, 0 to 1; 0 enlarges alone. */
  public Hires strength(double strength) {
    return with("strength", strength);
  }

  /** Of the second pass. */
  public Hires steps(int steps) {
    return with("steps", steps);
  }

  /** Of the second pass. */
  public Hires sampler(String name) {
    return with("sampler", name);
  }

  /** Of the second pass. */
  public Hires prompt(String text) {
    return with("prompt", text);
  }

  /** Any other option of the plugin. */
  public Hires with(String option, Object value) {
    Objects.requireNonNull(value, option + " is null; give a value, or leave the call out");
    Map<String, Object> all = new LinkedHashMap<>(options);
    all.put(option, value);
    return new Hires(all);
  }

  @Override
  public String plugin() {
    return "hires-fix";
  }
}
