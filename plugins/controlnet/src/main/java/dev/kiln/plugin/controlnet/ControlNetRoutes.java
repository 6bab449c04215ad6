package dev.kiln.plugin.controlnet;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.pf4j.Extension;

/** What sd-webui-controlnet's clients ask before they send units. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = ControlNetRoutes.VERSION,
    summary = "Version of sd-webui-controlnet's API that is spoken")
@Route(method = "GET", path = ControlNetRoutes.MODELS, summary = "ControlNets that can be named")
@Route(
    method = "GET",
    path = ControlNetRoutes.TYPES,
    summary = "Preprocessors and ControlNets that go together")
@Route(
    method = "GET",
    path = ControlNetRoutes.SETTINGS,
    summary = "How many ControlNet units there are")
public final class ControlNetRoutes implements HttpEndpoint {
  static final String VERSION = "/controlnet/version";
  static final String MODELS = "/controlnet/model_list";
  static final String TYPES = "/controlnet/control_types";
  static final String SETTINGS = "/controlnet/settings";
  private static final int SPOKEN = 3;

  private final ControlModels models;
  private final ControlTypes types;
  private final PluginHome home;

  @Inject
  ControlNetRoutes(ControlModels models, ControlTypes types, PluginHome home) {
    this.models = models;
    this.types = types;
    this.home = home;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    return ApiResponse.ok(
        switch (call.route()) {
          case MODELS -> Map.of("model_list", models.titles());
          case TYPES -> Map.of("control_types", types.all());
          case SETTINGS ->
              Map.of("control_net_unit_count", home.settings(ControlNetSettings.class).unitCount());
          default -> Map.of("version", SPOKEN);
        });
  }
}
