package dev.kiln.host.http;

import dev.kiln.host.plugin.Answering;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.ErrorFormIndex;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.PluginReport;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plugins that a test makes up. */
final class TestingSite implements PluginSite {
  /** What a route answers. */
  interface Answer {
    ApiResponse to(ApiCall call) throws Exception;
  }

  volatile List<Contribution<OptionsIndex>> options = List.of();
  volatile List<Contribution<ErrorFormIndex>> errorForms = List.of();
  volatile List<PanelView> panels = List.of();

  /** The last plugin that was switched, and how. */
  volatile String switched = "";

  volatile Map<String, Map<String, Object>> mapped = Map.of();

  /** The last webUI request whose options were looked for. */
  volatile Map<String, Object> asked = Map.of();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<Contribution<RouteIndex>, Answer> routes = Map.of();

  /** A route that takes any JSON. */
  static Contribution<RouteIndex> route(String plugin, String method, String path, String summary) {
    return new Contribution<>(plugin, new RouteIndex(method, path, summary, RouteInput.NOTHING));
  }

  void serve(Map<Contribution<RouteIndex>, Answer> routes) {
    this.routes = Map.copyOf(routes);
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<Contribution<RouteIndex>> routes() {
    return List.copyOf(routes.keySet());
  }

  @Override
  public List<Contribution<ErrorFormIndex>> errorForms() {
    return errorForms;
  }

  @Override
  public void onRoutesChanged(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public boolean call(RouteIndex route, ApiCall call, Answering answering) throws Exception {
    for (var served : routes.entrySet()) {
      if (served.getKey().what().equals(route)) {
        answer(served.getKey(), served.getValue(), call, answering);
        return true;
      }
    }
    return false;
  }

  private void answer(
      Contribution<RouteIndex> route, Answer answer, ApiCall call, Answering answering)
      throws Exception {
    try {
      answering.send(answer.to(call), () -> routes.get(route) == answer);
    } catch (BadRequest e) {
      throw e;
    } catch (Exception e) {
      // As the plugins' own services do.
      throw new PluginProblem(
          "plugin '" + route.plugin() + "' failed in " + route.what().key() + ": " + e, e);
    }
  }

  @Override
  public PluginReport report() {
    PluginLine notes =
        new PluginLine(
            "notes",
            "1",
            JarState.AWAKE,
            "",
            "",
            "Takes notes",
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0);
    return new PluginReport(List.of(notes), List.of(), List.of());
  }

  @Override
  public void enable(String id, boolean on) {
    switched = id + " " + on;
  }

  @Override
  public String attention() {
    return "";
  }

  @Override
  public List<PanelView> panels() {
    return panels;
  }

  @Override
  public List<Contribution<OptionsIndex>> options() {
    return options;
  }

  @Override
  public Map<String, Map<String, Object>> fromWebui(Map<String, Object> request) {
    asked = request;
    return mapped;
  }

  static Contribution<OptionsIndex> options(
      String plugin, List<String> titles, List<FieldIndex> fields) {
    String script = titles.isEmpty() ? "" : titles.get(0);
    List<String> aliases = titles.stream().skip(1).toList();
    return new Contribution<>(
        plugin,
        new OptionsIndex(
            "demo.Options",
            Scope.REQUEST,
            script,
            aliases,
            List.of(),
            List.of(),
            List.of(),
            fields));
  }

  static FieldIndex field(
      String name,
      String label,
      String type,
      Object defaultValue,
      double min,
      double max,
      List<String> webui) {
    return new FieldIndex(
        name, type, label, "", defaultValue, min, max, null, List.of(), webui, List.of(), "", null);
  }

  static FieldIndex choice(String name, String help, String defaultValue, String... choices) {
    return new FieldIndex(
        name,
        "choice",
        name,
        help,
        defaultValue,
        null,
        null,
        null,
        List.of(choices),
        List.of(),
        List.of(),
        "",
        null);
  }
}
