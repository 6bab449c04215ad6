package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.index.Route;
import dev.kiln.spi.upscale.UpscalerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** webUI's list of upscalers. */
@Extension
@Singleton
@Route(method = "GET", path = UpscalersRoute.PATH, summary = "Upscalers that requests can name.")
public final class UpscalersRoute implements HttpEndpoint {
  static final String PATH = "/sdapi/v1/upscalers";

  /** What webUI says of each that does not say it itself. */
  private static final int USUAL_SCALE = 4;

  private final Upscalers upscalers;

  @Inject
  UpscalersRoute(Upscalers upscalers) {
    this.upscalers = upscalers;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    return ApiResponse.ok(upscalers.infos().stream().map(UpscalersRoute::fields).toList());
  }

  private static Map<String, Object> fields(UpscalerInfo info) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", info.name());
    fields.put("model_name", info.file() == null ? null : info.name());
    fields.put("model_path", info.file() == null ? null : info.file().toString());
    fields.put("model_url", null);
    fields.put("scale", info.scale() > 0 ? info.scale() : USUAL_SCALE);
    return fields;
  }
}
