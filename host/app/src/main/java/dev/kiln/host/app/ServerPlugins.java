package dev.kiln.host.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.http.PluginSite;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The plugin runtime as the server sees it. */
final class ServerPlugins implements PluginSite {
  private final PluginRuntime runtime;
  private final PluginContributions services;
  private final Supplier<String> attention;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param attention how attention was computed last
   */
  ServerPlugins(PluginRuntime runtime, Supplier<String> attention) {
    this.runtime = runtime;
    this.attention = attention;
    this.services = runtime.services();
  }

  @Override
  public List<PluginRoute> routes() {
    return services.routes().stream()
        .map(it -> new PluginRoute(it.plugin(), it.method(), it.path(), it.summary()))
        .toList();
  }

  @Override
  public void onRoutesChanged(Runnable listener) {
    runtime.onChange(listener);
  }

  @Override
  public Optional<ApiResponse> call(PluginRoute route, ApiCall call) throws Exception {
    return services.call(route.method(), route.path(), call);
  }

  /** The report without the options, which the server draws from {@link #options}. */
  @Override
  public Map<String, Object> report() {
    Map<String, Object> report =
        new LinkedHashMap<>(json.convertValue(runtime.report(), new TypeReference<>() {}));
    if (report.get("plugins") instanceof List<?> lines) {
      lines.forEach(line -> ((Map<?, ?>) line).remove("options"));
    }
    report.put("attention", attention.get());
    return report;
  }

  @Override
  public List<PanelView> panels() {
    return services.panels().stream()
        .map(it -> new PanelView(it.plugin(), it.title(), it.html(), it.script()))
        .toList();
  }

  @Override
  public List<OptionGroup> options() {
    return services.options().stream()
        .map(
            line ->
                new OptionGroup(
                    line.plugin(),
                    line.options().titles(),
                    line.options().fields().stream().map(ServerPlugins::field).toList()))
        .toList();
  }

  private static OptionField field(FieldIndex field) {
    return new OptionField(
        field.name(),
        field.label(),
        field.type(),
        field.defaultValue(),
        field.min(),
        field.max(),
        field.webui());
  }

  @Override
  public Map<String, Map<String, Object>> fromWebui(Map<String, Object> request) {
    return services.fromWebui(request);
  }
}
