package dev.kiln.host.testing;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The default model of the project, for tests that check numbers. */
public final class DefaultModel {
  private DefaultModel() {}

  public static Path models() {
    return Path.of(System.getProperty("kiln.root"), "models");
  }

  /** The model and its ControlNets once more, as diffusers saves them, in float16. */
  public static Path diffusers() {
    return Path.of(System.getProperty("kiln.root"), "host/engine/src/test/fixtures/diffusers");
  }

  /** Copy a folder of files, so that a test may spoil them. */
  public static Path copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return target;
  }

  /** A store over the project's models that keeps its hashes in a folder of the test. */
  public static ModelStore store(Path temp) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    return TestingStore.of(new ModelCatalog(models(), hashes), hashes, temp);
  }
}
