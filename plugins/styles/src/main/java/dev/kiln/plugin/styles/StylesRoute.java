package dev.kiln.plugin.styles;

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

/** webUI's list of styles. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = StylesRoute.PATH,
    summary = "Styles with their prompts, in the order of their file.")
public final class StylesRoute implements HttpEndpoint {
  static final String PATH = "/sdapi/v1/prompt-styles";

  private final StyleFile file;

  @Inject
  StylesRoute(StyleFile file) {
    this.file = file;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    List<Map<String, Object>> all = file.all().stream().map(StylesRoute::fields).toList();
    return ApiResponse.ok(all);
  }

  private static Map<String, Object> fields(Style style) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", style.name());
    fields.put("prompt", style.prompt());
    fields.put("negative_prompt", style.negative());
    return fields;
  }
}
