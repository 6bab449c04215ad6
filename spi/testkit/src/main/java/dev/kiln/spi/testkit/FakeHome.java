package dev.kiln.spi.testkit;

import dev.kiln.spi.host.PluginHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plugin's home in a folder of a test.
 *
 * @param sections the settings, one record of a type
 */
public record FakeHome(Path folder, List<Record> sections) implements PluginHome {
  public FakeHome(Path folder, Record... sections) {
    this(folder, List.of(sections));
  }

  @Override
  public String id() {
    return "plugin-under-test";
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Files.write(Files.createDirectories(folder).resolve(name), content);
  }

  @Override
  public <T extends Record> T settings(Class<T> type) {
    return sections.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("this home has no settings " + type));
  }
}
