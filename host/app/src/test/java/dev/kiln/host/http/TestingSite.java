package dev.kiln.host.http;

import dev.kiln.host.plugin.Answering;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plugins that a test makes up. */
final class TestingSite implements PluginSite {
  /** What a route answers. */
  interface Answer {
    ApiResponse to(ApiCall call) throws Exception;
  }

  volatile List<OptionGroup> options = List.of();
  volatile List<PanelView> panels = List.of();
  volatile Map<String, Map<String, Object>> mapped = Map.of();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<PluginRoute, Answer> routes = Map.of();

  /** A route that takes any JSON. */
  static PluginRoute route(String plugin, String method, String path, String summary) {
    return new PluginRoute(plugin, method, path, summary, RouteInput.NOTHING);
  }

  void serve(Map<PluginRoute, Answer> routes) {
    this.routes = Map.copyOf(routes);
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<PluginRoute> routes() {
    return List.copyOf(routes.keySet());
  }

  @Override
  public void onRoutesChanged(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public boolean call(PluginRoute route, ApiCall call, Answering answering) throws Exception {
    Answer answer = routes.get(route);
    if (answer == null) {
      return false;
    }
    try {
      answering.send(answer.to(call), () -> routes.get(route) == answer);
      return true;
    } catch (BadRequest e) {
      throw e;
    } catch (Exception e) {
      // As the plugins' own services do.
      throw new PluginProblem(
          "plugin '" + route.plugin() + "' failed in " + route.key() + ": " + e, e);
    }
  }

  @Override
  public Map<String, Object> report() {
    return Map.of("plugins", List.of(Map.of("id", "notes", "state", "STARTED")));
  }

  @Override
  public List<PanelView> panels() {
    return panels;
  }

  @Override
  public List<OptionGroup> options() {
    return options;
  }

  @Override
  public Map<String, Map<String, Object>> fromWebui(Map<String, Object> request) {
    return mapped;
  }
}
