package dev.kiln.host.plugin;

import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.nio.file.Path;
import java.util.Map;

/** One plugin's folder and settings. */
record PluginData(DroppedJar jar, PluginFiles files) implements PluginHome {
  @Override
  public String id() {
    return jar.id();
  }

  @Override
  public Path folder() {
    return files.dataFolder(id());
  }

  @Override
  public <T extends Record> T settings(Class<T> type) {
    JarOptions options = new JarOptions(jar);
    Map<String, Object> section = files.settings().getOrDefault(id(), Map.of());
    return options.bind(Scope.SETTINGS, options.section(Scope.SETTINGS, section), type);
  }
}
