package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.testkit.UpscalerContract;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The promises of an upscaler, in windows. */
class DiffusionUpscalerContractTest extends UpscalerContract {
  @TempDir private Path temp;
  private TestingX4 models;

  @BeforeEach
  void open() {
    models = new TestingX4(temp).withSingleFile();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Override
  protected Upscaler upscaler() {
    return models.upscaler(TestingX4.windowed(24, 8));
  }

  @Override
  protected UpscalerInfo info() {
    return models.info(TestingX4.SINGLE);
  }
}
