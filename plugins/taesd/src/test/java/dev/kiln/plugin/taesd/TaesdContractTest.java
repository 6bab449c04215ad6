package dev.kiln.plugin.taesd;

import dev.kiln.plugin.taesd.TaesdOptions.Decoder;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.testkit.VaeHookContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class TaesdContractTest extends VaeHookContract {
  @TempDir Path temp;
  private TestingDecoders decoders;

  @BeforeEach
  void open() {
    decoders = new TestingDecoders(temp);
    decoders.put("taesd/tiny.safetensors", TestingDecoders.tiny(it -> it));
  }

  @AfterEach
  void close() {
    decoders.close();
  }

  @Override
  protected VaeHook hook() {
    return decoders.plugin();
  }

  @Override
  protected Record options() {
    return new TaesdOptions(Decoder.TAESD, true, "");
  }
}
