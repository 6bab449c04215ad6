package dev.kiln.plugin.textualinversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.testkit.InfotextReaderContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InversionHashesTest extends InfotextReaderContract {
  @TempDir private Path folder;

  @BeforeEach
  void write() {
    Path file = folder.resolve("embeddings").resolve("Glow.safetensors");
    file.getParent().toFile().mkdirs();
    Fixtures.write(file, "emb_params", Fixtures.vectors(1, 2, 32));
  }

  private InversionLibrary library() {
    return Fixtures.library(folder.resolve("models"));
  }

  @Override
  protected InfotextReader reader() {
    return new InversionHashes(library());
  }

  @Override
  protected Map<String, String> written() {
    return Map.of("TI hashes", "Glow: " + library().all().get(0).shortHash());
  }

  @Override
  protected Map<String, Object> options() {
    return Map.of();
  }

  @Test
  void oneThatIsAnotherOrMissingIsTold() {
    List<String> warnings = new ArrayList<>();

    reader().options(Map.of("TI hashes", "glow: 123456789abc, gone: 1"), warnings::add);

    assertThat(warnings)
        .containsExactly(
            "textual inversion glow had the hash 123456789abc when the picture was drawn and is"
                + " another file here, so another picture is drawn",
            "textual inversion gone had the hash 1 when the picture was drawn and is not here, so"
                + " another picture is drawn");
  }
}
