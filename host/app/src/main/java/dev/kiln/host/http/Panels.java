package dev.kiln.host.http;

import dev.kiln.host.plugin.PanelView;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plugins' sections of the web page. Their scripts are files of this server, since the page's
 * policy allows nothing else.
 */
final class Panels {
  private static final String ROUTE = "/kiln/v1/panels";

  private final PluginSite plugins;
  // As they were last listed: a plugin is asked once for each opening of the page.
  private volatile Map<String, String> scripts = Map.of();

  Panels(PluginSite plugins) {
    this.plugins = plugins;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(ROUTE, "The page's sections that plugins bring", this::list),
        HostRoute.get(ROUTE + "/{plugin}/{number}", "The script of such a section", this::script));
  }

  private void list(Context context) {
    List<Map<String, Object>> views = new ArrayList<>();
    Map<String, String> found = new HashMap<>();
    Map<String, Integer> ofPlugin = new HashMap<>();
    for (PanelView panel : plugins.panels()) {
      int number = ofPlugin.merge(panel.plugin(), 1, Integer::sum);
      String path = panel.plugin() + "/" + number;
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("plugin", panel.plugin());
      view.put("title", panel.title());
      view.put("html", panel.html());
      view.put("script", panel.script().isEmpty() ? "" : ROUTE + "/" + path);
      views.add(view);
      found.put(path, panel.script());
    }
    scripts = Map.copyOf(found);
    context.json(views);
  }

  private void script(Context context) {
    String path = context.pathParam("plugin") + "/" + context.pathParam("number");
    String script =
        Optional.ofNullable(scripts.get(path))
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new HttpProblem(404, "there is no script of a panel " + path));
    context
        .contentType("text/javascript;charset=utf-8")
        .header("Cache-Control", "no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .result(script);
  }
}
