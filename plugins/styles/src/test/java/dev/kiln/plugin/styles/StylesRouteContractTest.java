package dev.kiln.plugin.styles;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class StylesRouteContractTest extends HttpEndpointContract {
  @TempDir private Path folder;

  @Override
  protected HttpEndpoint endpoint() {
    return new StylesRoute(new StyleFile(new FakeHome(folder, new StyleSettings(""))));
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(new FakeApiCall("GET", StylesRoute.PATH));
  }
}
