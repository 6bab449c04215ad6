package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.pf4j.Extension;

/** OpenAI's list of models: those that draw. */
@Extension
@Singleton
@Route(method = "GET", path = ModelsRoute.ALL, summary = "The models, in OpenAI's form")
@Route(method = "GET", path = ModelsRoute.ONE, summary = "One model, in OpenAI's form")
@Route(
    method = "GET",
    path = ModelsRoute.NESTED,
    summary = "One model that lies in a folder, in OpenAI's form")
public final class ModelsRoute implements HttpEndpoint {
  static final String ALL = "/v1/models";
  static final String ONE = "/v1/models/{model}";
  static final String NESTED = "/v1/models/{folder}/{model}";

  private final Models models;

  @Inject
  ModelsRoute(Models models) {
    this.models = models;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    return switch (call.route()) {
      case ALL ->
          ApiResponse.ok(
              Map.of(
                  "object", "list", "data", models.all().stream().map(ModelsRoute::view).toList()));
      case NESTED -> one(call.pathValue("folder") + "/" + call.pathValue("model"));
      default -> one(call.pathValue("model"));
    };
  }

  private ApiResponse one(String name) {
    return models
        .called(name)
        .map(model -> ApiResponse.ok(view(model)))
        .orElseGet(
            () ->
                new ApiResponse.Json(
                    404,
                    OpenAiError.of(
                        "there is no model \"" + name + "\"; GET " + ALL + " lists those there are",
                        "model",
                        "model_not_found")));
  }

  private static Map<String, Object> view(String model) {
    return Map.of("id", model, "object", "model", "created", 0, "owned_by", "kiln");
  }
}
