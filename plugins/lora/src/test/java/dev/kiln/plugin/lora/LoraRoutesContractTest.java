package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class LoraRoutesContractTest extends HttpEndpointContract {
  @TempDir private Path folder;

  @Override
  protected HttpEndpoint endpoint() {
    try {
      Path weights = folder.resolve("cape.safetensors");
      if (Files.notExists(weights)) {
        Files.copy(Fixtures.model("cape"), weights);
        Files.writeString(folder.resolve("cape.png"), "a picture");
      }
      return new LoraRoutes(FakeModels.of(folder, weights).library(), Fixtures.files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(
        new FakeApiCall("GET", LoraRoutes.LIST),
        new FakeApiCall("POST", LoraRoutes.REFRESH),
        new FakeApiCall("GET", LoraRoutes.PREVIEW).with("name", "cape"));
  }
}
