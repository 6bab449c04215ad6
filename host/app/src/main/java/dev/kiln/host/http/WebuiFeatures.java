package dev.kiln.host.http;

import dev.kiln.host.fields.Values;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What webUI has and Kiln only where a plugin offers it: refused where it is asked for. */
final class WebuiFeatures {
  private static final List<String> FIELDS =
      List.of(
          "enable_hr",
          "firstphase_width",
          "firstphase_height",
          "tiling",
          "styles",
          "refiner_checkpoint",
          "firstpass_image",
          "s_min_uncond",
          "latent_mask");

  private static final String FACES = "restore_faces";
  private static final String SCRIPT = "script_name";

  /** webUI's own scripts that its API ignores, or whose usual arguments change nothing. */
  private static final Set<String> NEUTRAL =
      Set.of("seed", "sampler", "refiner", "extra options", "hypertile", "comments");

  private final PluginSite plugins;

  WebuiFeatures(PluginSite plugins) {
    this.plugins = plugins;
  }

  /**
   * Refuse what is asked for and missing.
   *
   * @param warn takes what is left out instead
   * @throws BadRequest naming the first one
   */
  void check(Values values, Consumer<String> warn) {
    for (String feature : FIELDS) {
      if (missing(feature, values)) {
        throw new BadRequest(
            feature
                + " is set, but no installed plugin offers it; leave it out or install one that"
                + " does");
      }
    }
    if (missing(FACES, values)) {
      warn.accept(FACES + " is set, but no installed plugin offers it; faces are as they came out");
    }
    if (selected(values) && !offersScript(values.text(SCRIPT))) {
      throw new HttpProblem(422, "Script '" + values.text(SCRIPT) + "' not found");
    }
  }

  /** Whether one of webUI's selectable scripts is to run. */
  static boolean selected(Values values) {
    return asked(values.value(SCRIPT));
  }

  private boolean offersScript(String title) {
    return plugins.options().stream().anyMatch(group -> group.what().answersTo(title));
  }

  private boolean missing(String field, Values values) {
    return asked(values.value(field)) && !names().contains(field);
  }

  private static boolean asked(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() > 0;
    }
    return value instanceof List<?> list
        ? !list.isEmpty()
        : value != null && !List.of("false", "", "None").contains(value.toString());
  }

  /** Fields and options of webUI's that plugins offer. */
  Set<String> names() {
    return fields()
        .flatMap(field -> field.webui().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same with their default values. */
  Map<String, Object> defaults() {
    Map<String, Object> all = new LinkedHashMap<>();
    fields().forEach(field -> field.webui().forEach(name -> all.put(name, field.defaultValue())));
    return all;
  }

  private Stream<FieldIndex> fields() {
    return plugins.options().stream().flatMap(group -> group.what().fields().stream());
  }

  /**
   * The scripts that plugins offer, the selected one among them: Kiln knows no difference.
   *
   * @param values of the request
   * @param warn takes those that are left out
   * @throws HttpProblem when one is neither offered nor neutral
   */
  Map<String, Object> scripts(Values values, Consumer<String> warn) {
    Map<String, Object> asked = values.object("alwayson_scripts");
    Map<String, Object> offered = new LinkedHashMap<>(asked);
    for (String title : asked.keySet()) {
      if (!offersScript(title)) {
        if (!NEUTRAL.contains(title.toLowerCase(Locale.ROOT))) {
          throw new HttpProblem(422, "always on script " + title + " not found");
        }
        offered.remove(title);
        warn.accept("always on script " + title + " has no effect in Kiln");
      }
    }
    if (selected(values)) {
      offered.put(values.text(SCRIPT), Map.of("args", values.value("script_args")));
    }
    return offered;
  }
}
