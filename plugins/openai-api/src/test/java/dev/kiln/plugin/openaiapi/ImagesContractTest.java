package dev.kiln.plugin.openaiapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class ImagesContractTest {
  private final FakeHost host = new FakeHost();

  @Nested
  class Images extends HttpEndpointContract {
    @Override
    protected HttpEndpoint endpoint() {
      return host.images();
    }

    @Override
    protected List<FakeApiCall> calls() {
      byte[] png = FakeHost.CODEC.write(FakeHost.PAINTED);
      FakeApiCall whole =
          new FakeApiCall(
              "POST", ImagesRoute.GENERATIONS, Map.of(), Map.of("prompt", "a boat", "n", 2));
      return List.of(
          whole,
          whole.withJson(Map.of("prompt", "a boat", "stream", true, "partial_images", 1)),
          new FakeApiCall("POST", ImagesRoute.EDITS)
              .withPart("image", "image/png", png)
              .withPart("prompt", "", "a boat".getBytes(UTF_8)),
          new FakeApiCall("POST", ImagesRoute.VARIATIONS).withPart("image", "image/png", png));
    }
  }

  @Nested
  class Listed extends HttpEndpointContract {
    @Override
    protected HttpEndpoint endpoint() {
      return host.list();
    }

    @Override
    protected List<FakeApiCall> calls() {
      return List.of(
          new FakeApiCall("GET", ModelsRoute.ALL),
          new FakeApiCall("GET", ModelsRoute.ONE).with("model", "default"),
          new FakeApiCall("GET", ModelsRoute.NESTED).with("folder", "anime").with("model", "Ink"),
          new FakeApiCall("GET", ModelsRoute.ONE).with("model", "dall-e-3"));
    }
  }
}
