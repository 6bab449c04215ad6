package dev.kiln.plugin.fast;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What {@code kiln benchmark accelerators} wrote, as far as a choice needs it.
 *
 * @param machine as {@link Machine#name} names it
 * @param instructions sets that its processor has
 * @param model name; "default" for the default one
 * @param measured the day: 2026-12-01
 */
record Report(
    String machine,
    Set<String> instructions,
    String model,
    String measured,
    List<Measured> settings) {
  /**
   * One setting.
   *
   * @param fields of a request that it stands for
   * @param ratio how many times as fast the whole request is
   * @param likeness median SSIM with the picture without it
   */
  record Measured(Map<String, Object> fields, double ratio, double likeness) {
    /** Ids of plugins that it takes. */
    Set<?> plugins() {
      return Report.plugins(fields);
    }

    /** Fewer steps are for comparison: who asks for 20 gets 20. */
    boolean accelerates() {
      return !fields.isEmpty() && !fields.containsKey("steps");
    }
  }

  /** The fastest that is alike enough; empty where none is faster than the untouched request. */
  Optional<Measured> fastest(double likeness, Predicate<Measured> possible) {
    return settings.stream()
        .filter(it -> it.likeness() >= likeness && it.ratio() > 1)
        .filter(possible)
        .max(Comparator.comparingDouble(Measured::ratio));
  }

  /** Ids of plugins that a request has options of. */
  static Set<?> plugins(Map<String, Object> fields) {
    return fields.get("plugins") instanceof Map<?, ?> plugins
        ? plugins.keySet()
        : Collections.emptySet();
  }

  static Report read(Map<?, ?> json) {
    Map<?, ?> about = (Map<?, ?>) json.get("about");
    return new Report(
        about.get("machine").toString(),
        Set.copyOf(Arrays.asList(about.get("instructions").toString().split(" "))),
        about.get("model").toString(),
        about.get("measured").toString(),
        ((List<?>) json.get("settings"))
            .stream()
                .map(it -> (Map<?, ?>) it)
                .filter(it -> it.get("ssim") != null && it.get("requestRatio") != null)
                // What could not be run, or warned of its effect, is not chosen.
                .filter(it -> it.get("note").equals(""))
                .map(Report::measured)
                .toList());
  }

  @SuppressWarnings("unchecked") // JSON's objects have texts as keys.
  private static Measured measured(Map<?, ?> setting) {
    return new Measured(
        (Map<String, Object>) setting.get("fields"),
        ((Number) setting.get("requestRatio")).doubleValue(),
        ((Number) setting.get("ssim")).doubleValue());
  }
}
