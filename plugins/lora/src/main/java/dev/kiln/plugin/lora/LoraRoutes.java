package dev.kiln.plugin.lora;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** The routes that webUI's own extension has, and the pictures of files. */
@Extension
@Singleton
@Route(method = "GET", path = LoraRoutes.LIST, summary = "LoRA files that prompts can name.")
@Route(method = "POST", path = LoraRoutes.REFRESH, summary = "Look for LoRA files anew.")
@Route(
    method = "GET",
    path = LoraRoutes.PREVIEW,
    summary = "The picture that lies beside a LoRA file.",
    query = LoraRoutes.Named.class)
public final class LoraRoutes implements HttpEndpoint {
  static final String LIST = "/sdapi/v1/loras";
  static final String REFRESH = "/sdapi/v1/refresh-loras";

  static final String PREVIEW = "/kiln/v1/loras/preview";

  /** Which file. */
  record Named(@Option(label = "Name, as tags have it", defaultValue = "") String name) {}

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
    if (call.route().equals(PREVIEW)) {
      return preview(all, call.query(Named.class).name());
    }
    return ApiResponse.ok(all.stream().map(entry -> fields(all, entry)).toList());
  }

  private ApiResponse preview(List<LoraEntry> all, String name) {
    Path picture =
        LoraLibrary.find(all, name)
            .flatMap(entry -> library.card(entry).beside().preview())
            .orElseThrow(() -> new BadRequest("there is no picture of a LoRA \"" + name + "\""));
    String type = picture.toString().endsWith(".png") ? "image/png" : "image/jpeg";
    return new ApiResponse.File(type, picture);
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
