package dev.kiln.host.pipeline;

import dev.kiln.host.testing.DefaultModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Copies of the default model that a test may spoil. */
final class DamagedModel {
  private DamagedModel() {}

  static Path copy(Path target) throws IOException {
    return DefaultModel.copy(DefaultModel.models().resolve("default"), target);
  }

  static void truncate(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }
}
