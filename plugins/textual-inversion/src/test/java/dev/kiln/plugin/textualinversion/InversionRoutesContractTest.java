package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class InversionRoutesContractTest extends HttpEndpointContract {
  @TempDir private Path folder;

  /** A model of the width 8. */
  private record Width8() implements Embeddings {
    @Override
    public int embed(String prompt) {
      throw new AssertionError("nothing here embeds");
    }

    @Override
    public int width() {
      return 8;
    }

    @Override
    public EncoderCost cost() {
      throw new AssertionError("nothing here embeds");
    }
  }

  @Override
  protected HttpEndpoint endpoint() {
    Path models = folder.resolve("models");
    Fixtures.write(models.resolve("one.safetensors"), "emb_params", Fixtures.vectors(1, 8));
    return new InversionRoutes(Fixtures.library(models), new Width8());
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(
        new FakeApiCall("GET", InversionRoutes.LIST),
        new FakeApiCall("POST", InversionRoutes.REFRESH));
  }
}
