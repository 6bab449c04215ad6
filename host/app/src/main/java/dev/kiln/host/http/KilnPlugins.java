package dev.kiln.host.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Which plugins there are, and switching them. */
final class KilnPlugins {
  private static final String ROUTE = "/kiln/v1/plugins";

  private final PluginSite plugins;
  private final boolean open;

  /**
   * @param open whether anyone in the network may call: then nobody may switch
   */
  KilnPlugins(PluginSite plugins, boolean open) {
    this.plugins = plugins;
    this.open = open;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(
            ROUTE,
            "Plugins, their hooks in the order in which they run, conflicts and options",
            context -> context.json(report())),
        HostRoute.post(
            ROUTE + "/{id}/enable",
            "Switch a plugin on; the answer is the list",
            context -> change(context, true)),
        HostRoute.post(
            ROUTE + "/{id}/disable",
            "Switch a plugin off; the answer is the list",
            context -> change(context, false)),
        HostRoute.get(
            "/kiln/v1/options",
            "The JSON schema of each plugin's options, by its id",
            context -> context.json(OpenApi.options(plugins.options()))));
  }

  private void change(Context context, boolean on) {
    String id = context.pathParam("id");
    if (open) {
      throw new HttpProblem(
          403,
          "plugins cannot be switched while anyone in the network may call this server; start it"
              + " with --api-auth, or without --listen");
    }
    if (plugins.report().plugins().stream().noneMatch(plugin -> plugin.id().equals(id))) {
      throw new HttpProblem(404, "there is no plugin \"" + id + "\"; GET " + ROUTE + " lists all");
    }
    plugins.enable(id, on);
    context.json(report());
  }

  private Map<String, Object> report() {
    return new PluginsView(plugins.report(), plugins.options(), plugins.attention()).describe();
  }
}
