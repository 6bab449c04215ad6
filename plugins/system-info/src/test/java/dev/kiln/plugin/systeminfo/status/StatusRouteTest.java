package dev.kiln.plugin.systeminfo.status;

import dev.kiln.plugin.systeminfo.FakeHost;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.util.List;

class StatusRouteTest extends HttpEndpointContract {
  @Override
  protected HttpEndpoint endpoint() {
    return SystemStatusTest.route(FakeHost.IDLE);
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(new FakeApiCall("GET", StatusRoute.PATH).with("full", "true"));
  }
}
