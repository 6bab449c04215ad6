package dev.kiln.host.http;

import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginReport;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of models, plugins and options. */
final class KilnLists {
  private final Catalog catalog;
  private final PluginSite plugins;

  KilnLists(Catalog catalog, PluginSite plugins) {
    this.catalog = catalog;
    this.plugins = plugins;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(
            "/kiln/v1/models",
            "Models, the default one first, with the size of their own pictures",
            context -> context.json(catalog.models())),
        HostRoute.get(
            "/kiln/v1/plugins", "Plugins, their hooks, order and conflicts", this::report));
  }

  private void report(Context context) {
    PluginReport report = plugins.report();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("plugins", report.plugins());
    view.put("hooks", report.hooks());
    view.put("conflicts", report.conflicts());
    view.put("attention", plugins.attention());
    view.put("options", plugins.options().stream().map(KilnLists::group).toList());
    context.json(view);
  }

  private static Map<String, Object> group(Contribution<OptionsIndex> group) {
    return Map.of(
        "plugin",
        group.plugin(),
        "fields",
        group.what().fields().stream().map(KilnLists::field).toList());
  }

  private static Map<String, @Nullable Object> field(FieldIndex field) {
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
