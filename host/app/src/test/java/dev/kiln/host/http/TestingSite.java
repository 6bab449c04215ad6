package dev.kiln.host.http;

import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  public Optional<ApiResponse> call(PluginRoute route, ApiCall call) throws Exception {
    Answer answer = routes.get(route);
    return answer == null ? Optional.empty() : Optional.of(answer.to(call));
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
