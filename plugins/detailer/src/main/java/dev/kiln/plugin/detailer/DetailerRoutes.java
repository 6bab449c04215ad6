package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.detect.DetectorFiles;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.pf4j.Extension;

/** What ADetailer's clients ask before they send units. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = DetailerRoutes.VERSION,
    summary = "Version of ADetailer whose arguments are understood")
@Route(method = "GET", path = DetailerRoutes.MODELS, summary = "Detectors that can be named")
public final class DetailerRoutes implements HttpEndpoint {
  static final String VERSION = "/adetailer/v1/version";
  static final String MODELS = "/adetailer/v1/ad_model";

  private final DetectorFiles files;

  @Inject
  DetailerRoutes(DetectorFiles files) {
    this.files = files;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    return ApiResponse.ok(
        call.route().equals(MODELS)
            ? Map.of("ad_model", files.titles())
            : Map.of("version", DetailerOptions.VERSION));
  }
}
