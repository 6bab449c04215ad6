package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** The routes that webUI's own extension has. */
@Extension
@Singleton
@Route(method = "GET", path = LoraRoutes.LIST, summary = "LoRA files that prompts can name.")
@Route(method = "POST", path = LoraRoutes.REFRESH, summary = "Look for LoRA files anew.")
public final class LoraRoutes implements HttpEndpoint {
  static final String LIST = "/sdapi/v1/loras";
  static final String REFRESH = "/sdapi/v1/refresh-loras";

  private final LoraLibrary library;

  @Inject
  LoraRoutes(LoraLibrary library) {
    this.library = library;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    if (call.route().equals(REFRESH)) {
      library.refresh();
      return ApiResponse.ok(null);
    }
    return ApiResponse.ok(library.all().stream().map(LoraRoutes::entry).toList());
  }

  private static Map<String, Object> entry(LoraEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", entry.name());
    fields.put("alias", entry.alias());
    fields.put("path", entry.found().path().toString());
    fields.put("metadata", entry.card().shown());
    return fields;
  }
}
