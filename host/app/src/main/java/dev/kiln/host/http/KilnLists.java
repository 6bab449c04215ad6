package dev.kiln.host.http;

import io.javalin.http.Context;
import java.util.List;

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
    context.json(
        new PluginsView(plugins.report(), plugins.options(), plugins.attention()).describe());
  }
}
