package dev.kiln.host.http;

import dev.kiln.host.http.PluginSite.OptionField;
import dev.kiln.host.http.PluginSite.OptionGroup;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is: models, plugins, and their options. */
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
    Map<String, Object> report = new LinkedHashMap<>(plugins.report());
    report.put("options", plugins.options().stream().map(KilnLists::group).toList());
    context.json(report);
  }

  private static Map<String, Object> group(OptionGroup group) {
    return Map.of(
        "plugin", group.plugin(), "fields", group.fields().stream().map(KilnLists::field).toList());
  }

  private static Map<String, @Nullable Object> field(OptionField field) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", field.name());
    view.put("label", field.label());
    view.put("type", field.type());
    view.put("defaultValue", field.value());
    view.put("min", field.lowest());
    view.put("max", field.highest());
    return view;
  }
}
