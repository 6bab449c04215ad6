package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheRoutesContractTest extends HttpEndpointContract {
  @TempDir private Path folder;

  @Override
  protected HttpEndpoint endpoint() {
    return new EmbeddingCacheRoutes(new EmbeddingStore(new FakeHome(folder)));
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(
        new FakeApiCall("GET", EmbeddingCacheRoutes.PATH),
        new FakeApiCall("DELETE", EmbeddingCacheRoutes.PATH));
  }
}
