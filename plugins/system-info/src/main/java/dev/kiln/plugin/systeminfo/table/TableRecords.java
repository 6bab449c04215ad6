package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where tables are kept between runs: one file for a machine, a version, a model and a scale. */
@Singleton
final class TableRecords {
  private static final String PREFIX = "table-";

  private final PluginHome home;
  private final Json json;

  @Inject
  TableRecords(PluginHome home, Json json) {
    this.home = home;
    this.json = json;
  }

  /** A name for what a table is about. */
  String name(Map<String, String> about, boolean full) {
    byte[] key = (about + (full ? " full" : "")).getBytes(StandardCharsets.UTF_8);
    return PREFIX + UUID.nameUUIDFromBytes(key) + ".json";
  }

  /** What an earlier run measured; empty for none. */
  Optional<TableRecord> read(String name) {
    Path file = home.folder().resolve(name);
    return Files.exists(file)
        ? Optional.of(TableRecord.read(name, json.object(file)))
        : Optional.empty();
  }

  void write(TableRecord record) throws IOException {
    home.write(record.name(), json.write(record.values()).getBytes(StandardCharsets.UTF_8));
  }

  void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home.folder(), PREFIX + "*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
