package dev.kiln.plugin.systeminfo.records;

import dev.kiln.plugin.systeminfo.PluginFile;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.pf4j.Extension;

/**
 * Chart.js, for the page: most openings of it show no chart, so the panel fetches it when one does.
 */
@Extension
@Singleton
@Route(
    method = "GET",
    path = ChartRoute.PATH,
    summary = "Chart.js, which draws the records on the web page")
public final class ChartRoute implements HttpEndpoint {
  static final String PATH = "/kiln/v1/benchmark/chart.js";

  @Inject
  ChartRoute() {}

  @Override
  public ApiResponse handle(ApiCall call) {
    byte[] script = PluginFile.text("chart.js").getBytes(StandardCharsets.UTF_8);
    return new ApiResponse.Bytes("text/javascript;charset=utf-8", script);
  }
}
