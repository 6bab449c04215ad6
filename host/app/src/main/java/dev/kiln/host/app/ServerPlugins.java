package dev.kiln.host.app;

import dev.kiln.host.http.PluginSite;
import dev.kiln.host.plugin.Answering;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.ErrorFormIndex;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.PluginReport;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.host.ApiCall;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The plugin runtime as the server sees it.
 *
 * @param attentionUsed how attention was computed last
 */
record ServerPlugins(PluginRuntime runtime, Supplier<String> attentionUsed) implements PluginSite {
  @Override
  public List<Contribution<RouteIndex>> routes() {
    return runtime.services().routes();
  }

  @Override
  public List<Contribution<ErrorFormIndex>> errorForms() {
    return runtime.services().errorForms();
  }

  @Override
  public void onRoutesChanged(Runnable listener) {
    runtime.onChange(listener);
  }

  @Override
  public boolean call(RouteIndex route, ApiCall call, Answering answering) {
    return runtime.services().call(route.method(), route.path(), call, answering);
  }

  @Override
  public PluginReport report() {
    return runtime.report();
  }

  @Override
  public void enable(String id, boolean on) {
    runtime.enable(id, on);
  }

  @Override
  public String attention() {
    return attentionUsed.get();
  }

  @Override
  public List<PanelView> panels() {
    return runtime.services().panels();
  }

  @Override
  public List<Contribution<OptionsIndex>> options() {
    return runtime.services().options();
  }

  @Override
  public Map<String, Map<String, Object>> fromWebui(Map<String, Object> request) {
    return runtime.services().fromWebui(request);
  }
}
