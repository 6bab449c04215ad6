package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatentModesRouteContractTest extends HttpEndpointContract {
  @Override
  protected HttpEndpoint endpoint() {
    return new LatentModesRoute();
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(new FakeApiCall("GET", LatentModesRoute.PATH));
  }

  @Test
  void theNamesAreWebuisInItsOrder() throws Exception {
    ApiResponse.Json answer = (ApiResponse.Json) endpoint().handle(calls().get(0));
    assertThat(answer.json())
        .isEqualTo(
            List.of(
                Map.of("name", "Latent"),
                Map.of("name", "Latent (antialiased)"),
                Map.of("name", "Latent (bicubic)"),
                Map.of("name", "Latent (bicubic antialiased)"),
                Map.of("name", "Latent (nearest)"),
                Map.of("name", "Latent (nearest-exact)")));
  }
}
