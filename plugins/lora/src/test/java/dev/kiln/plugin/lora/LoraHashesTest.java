package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.testkit.InfotextReaderContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraHashesTest extends InfotextReaderContract {
  @TempDir private Path folder;

  private FakeModels models() {
    return FakeModels.of(folder, folder.resolve("cape.safetensors"));
  }

  @Override
  protected InfotextReader reader() {
    return new LoraHashes(models().library());
  }

  @Override
  protected Map<String, String> written() {
    String hash = models().shortHash(models().found().get(0));
    return Map.of("Lora hashes", "cape: " + hash + ", missing: 123456789abc");
  }

  @Override
  protected Map<String, Object> options() {
    return Map.of();
  }

  @Test
  void anotherFileOfTheNameIsTold() {
    List<String> warnings = new ArrayList<>();

    reader().options(Map.of("Lora hashes", "cape: 123456789abc"), warnings::add);

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("LoRA cape had the hash 123456789abc when the picture was drawn and has ");
  }
}
