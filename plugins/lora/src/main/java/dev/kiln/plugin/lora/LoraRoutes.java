package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final LoraFiles files;

  @Inject
  LoraRoutes(LoraLibrary library, LoraFiles files) {
    this.library = library;
    this.files = files;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    if (call.route().equals(REFRESH)) {
      library.refresh();
      files.refresh();
      return ApiResponse.ok(null);
    }
    List<LoraEntry> all = library.all();
    return ApiResponse.ok(all.stream().map(entry -> fields(all, entry)).toList());
  }

  private Map<String, Object> fields(List<LoraEntry> all, LoraEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    // Clients make tags of it.
    fields.put("name", LoraLibrary.tagName(all, entry).orElse(entry.name()));
    fields.put("alias", entry.alias());
    fields.put("path", entry.found().path().toString());
    fields.put("metadata", library.card(entry).shown());
    return fields;
  }
}
