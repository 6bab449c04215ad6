package dev.kiln.plugin.upscaleronnx;

import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.testkit.UpscalerContract;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Models of both kinds keep the contract, in tiles. */
class ModelUpscalerContractTest {
  private abstract static class Contract extends UpscalerContract {
    @TempDir private Path temp;
    private final String name;
    private TestingUpscalers upscalers;

    Contract(String name) {
      this.name = name;
    }

    @BeforeEach
    void open() {
      upscalers = new TestingUpscalers(temp).withShipped().withReference("span-x2");
    }

    @AfterEach
    void close() {
      upscalers.close();
    }

    @Override
    protected Upscaler upscaler() {
      return upscalers.upscaler(24, 4);
    }

    @Override
    protected UpscalerInfo info() {
      return upscalers.info(name);
    }
  }

  @Nested
  class Onnx extends Contract {
    Onnx() {
      super(TestingUpscalers.SHIPPED);
    }
  }

  @Nested
  class OfSafetensors extends Contract {
    OfSafetensors() {
      super("span-x2");
    }
  }
}
