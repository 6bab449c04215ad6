package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.hook.WordProvider;
import dev.kiln.spi.testkit.WordProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class InversionWordsContractTest extends WordProviderContract {
  @TempDir private Path folder;

  @BeforeEach
  void write() {
    Fixtures.write(folder.resolve("models/one.safetensors"), "emb_params", Fixtures.vectors(1, 8));
    Fixtures.write(
        folder.resolve("embeddings/sub/two.safetensors"), "<two>", Fixtures.vectors(2, 2, 8));
    Fixtures.write(
        folder.resolve("embeddings/wide.safetensors"), "emb_params", Fixtures.vectors(3, 2, 9));
  }

  @Override
  protected WordProvider provider() {
    return new InversionWords(Fixtures.library(folder.resolve("models")));
  }

  @Override
  protected int width() {
    return 8;
  }
}
