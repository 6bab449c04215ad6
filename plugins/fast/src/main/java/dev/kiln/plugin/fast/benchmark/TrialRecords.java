package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Where trials are kept between runs: one file for a machine, a version, a model and a size. */
@Singleton
final class TrialRecords {
  private final PluginHome home;
  private final Json json;

  @Inject
  TrialRecords(PluginHome home, Json json) {
    this.home = home;
    this.json = json;
  }

  /**
   * What an earlier run measured, or a record without trials.
   *
   * @param about what it is about
   * @param fresh whether an earlier one is left aside
   */
  TrialRecord of(Map<String, String> about, boolean fresh) {
    String name = "trials-" + uuid(about.toString());
    Path file = home.folder().resolve(name + ".json");
    return fresh || !Files.exists(file)
        ? new TrialRecord(name, new LinkedHashMap<>(about), new LinkedHashMap<>())
        : TrialRecord.read(name, json.object(file));
  }

  void write(TrialRecord record) throws IOException {
    byte[] content = json.write(record.values()).getBytes(StandardCharsets.UTF_8);
    home.write(record.name() + ".json", content);
  }

  /** The folder of a setting's pictures, {@code SEED.png}. */
  Path pictures(TrialRecord record, Setting setting) {
    return home.folder().resolve(record.name()).resolve(uuid(setting.name()));
  }

  private static String uuid(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
