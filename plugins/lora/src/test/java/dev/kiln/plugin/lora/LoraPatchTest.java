package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.TestingUnet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same file on what all exporters write. */
class LoraPatchTest extends GraphPatchContract {
  @TempDir static Path temp;
  private static Path file;

  @BeforeAll
  static void write() {
    file = UnetLoras.lowRank(TestingUnet.exported("unet-sdpa-17"), temp.resolve("all.safetensors"));
  }

  @Override
  protected GraphPatcher patcher() {
    return Fixtures.patcher();
  }

  @Override
  protected List<Record> options() {
    return List.of(new LoraSet(List.of(Fixtures.use(file, 0.7)), false));
  }
}
