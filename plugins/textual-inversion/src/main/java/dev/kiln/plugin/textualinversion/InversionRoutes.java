package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** webUI's routes about textual inversions. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = InversionRoutes.LIST,
    summary = "Textual inversions that prompts can name, and those that do not fit the model.")
@Route(
    method = "POST",
    path = InversionRoutes.REFRESH,
    summary = "Does nothing: files are looked up anew at each request.")
public final class InversionRoutes implements HttpEndpoint {
  static final String LIST = "/sdapi/v1/embeddings";
  static final String REFRESH = "/sdapi/v1/refresh-embeddings";

  private final InversionLibrary library;
  private final Embeddings embeddings;

  @Inject
  InversionRoutes(InversionLibrary library, Embeddings embeddings) {
    this.library = library;
    this.embeddings = embeddings;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    if (call.route().equals(REFRESH)) {
      return ApiResponse.ok(null);
    }
    int width = embeddings.width();
    Map<String, Object> loaded = new LinkedHashMap<>();
    Map<String, Object> skipped = new LinkedHashMap<>();
    for (Inversion one : library.all()) {
      String problem = one.problem(width);
      Map<String, @Nullable Object> fields = fields(one);
      if (problem.isEmpty()) {
        loaded.putIfAbsent(one.name(), fields);
      } else {
        // webUI does not say why.
        fields.put("reason", problem);
        skipped.putIfAbsent(one.name(), fields);
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("loaded", loaded);
    answer.put("skipped", skipped);
    return ApiResponse.ok(answer);
  }

  /** Of the training a safetensors file tells nothing, in webUI neither. */
  private static Map<String, @Nullable Object> fields(Inversion one) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("step", null);
    fields.put("sd_checkpoint", null);
    fields.put("sd_checkpoint_name", null);
    fields.put("shape", one.contents().width());
    fields.put("vectors", one.contents().vectors());
    return fields;
  }
}
