package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Where tables are kept between runs: one file for a machine, a version, a model and a scale. */
@Singleton
final class TableRecords {
  private final Path folder;

  @Inject
  TableRecords(PluginHome home) {
    folder = home.folder().resolve("tables");
  }

  /** Of the jar, which has that of Kiln. */
  String version() {
    return Objects.requireNonNullElse(
        TableRecords.class.getPackage().getImplementationVersion(), "unknown");
  }

  Path file(Map<String, String> about, boolean full) {
    byte[] key = (about + (full ? " full" : "")).getBytes(StandardCharsets.UTF_8);
    return folder.resolve(UUID.nameUUIDFromBytes(key) + ".json");
  }

  void clear() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
