package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Singleton;
import java.util.Map;
import org.pf4j.Extension;

/** webUI's list of the ways to enlarge latents, by the names that {@code hr_upscaler} takes. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = LatentModesRoute.PATH,
    summary = "Ways to enlarge latents between two passes")
public final class LatentModesRoute implements HttpEndpoint {
  static final String PATH = "/sdapi/v1/latent-upscale-modes";

  @Override
  public ApiResponse handle(ApiCall call) {
    return ApiResponse.ok(
        LatentUpscale.names().stream().map(name -> Map.of("name", name)).toList());
  }
}
