package dev.kiln.plugin.tagger;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/** webUI's route that describes a picture. */
@Extension
@Singleton
@Route(
    method = "POST",
    path = InterrogateRoute.PATH,
    summary = "Describe a picture by tags",
    body = InterrogateRoute.Asked.class)
public final class InterrogateRoute implements HttpEndpoint {
  static final String PATH = "/sdapi/v1/interrogate";

  /** All of webUI's mean the tagger that is there. */
  private static final Set<String> MODELS = Set.of("clip", "deepdanbooru", "deepbooru");

  /** A request. */
  record Asked(
      @Option(label = "Picture in base64", defaultValue = "") String image,
      @Option(label = "clip or deepdanbooru; both mean the tagger", defaultValue = "clip")
          String model) {}

  private final Tagger tagger;
  private final Pictures pictures;

  @Inject
  InterrogateRoute(Tagger tagger, Pictures pictures) {
    this.tagger = tagger;
    this.pictures = pictures;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    Asked asked = call.body(Asked.class);
    if (asked.image().length() < 64) {
      return missing("Image not found");
    }
    if (!MODELS.contains(asked.model())) {
      return missing("Model not found");
    }
    String caption = tagger.describe(pictures.decode("image", asked.image()));
    return ApiResponse.ok(Map.of("caption", caption));
  }

  /** As webUI says it. */
  private static ApiResponse missing(String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("error", "HTTPException");
    problem.put("detail", detail);
    problem.put("body", "");
    problem.put("errors", "");
    return new ApiResponse.Json(404, problem);
  }
}
