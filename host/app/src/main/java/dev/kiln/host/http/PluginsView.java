package dev.kiln.host.http;

import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plugins in JSON, over HTTP and on the command line.
 *
 * @param options of requests, by plugin
 * @param attention how it was computed last; empty before the first picture
 */
public record PluginsView(
    PluginReport report, List<Contribution<OptionsIndex>> options, String attention) {
  public Map<String, Object> describe() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("plugins", report.plugins());
    view.put("hooks", report.hooks());
    view.put("conflicts", report.conflicts());
    view.put("attention", attention);
    view.put("options", options.stream().map(PluginsView::group).toList());
    return view;
  }

  private static Map<String, Object> group(Contribution<OptionsIndex> group) {
    return Map.of(
        "plugin",
        group.plugin(),
        "presets",
        group.what().presets(),
        "fields",
        group.what().fields().stream().map(PluginsView::field).toList());
  }

  static Map<String, @Nullable Object> field(FieldIndex field) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", field.name());
    view.put("label", field.label());
    view.put("help", field.help());
    view.put("type", field.type());
    view.put("defaultValue", field.defaultValue());
    view.put("min", field.lowest());
    view.put("max", field.highest());
    view.put("step", field.step());
    view.put("choices", field.choices());
    view.put("exact", field.exact());
    return view;
  }
}
