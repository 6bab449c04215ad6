package dev.kiln.host.plugin;

import dev.kiln.host.AtomicFile;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One plugin's folder and settings.
 *
 * @param flags options by plugin id that the command line set; they override the settings file
 */
record PluginData(DroppedJar jar, PluginFiles files, Map<String, Map<String, Object>> flags)
    implements PluginHome {
  @Override
  public String id() {
    return jar.id();
  }

  @Override
  public Path folder() {
    return files.dataFolder(id());
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    AtomicFile.replace(folder().resolve(name), content);
  }

  @Override
  public <T extends Record> T settings(Class<T> type) {
    JarOptions options = new JarOptions(jar);
    Map<String, Object> section = files.settings(flags).getOrDefault(id(), Map.of());
    return options.bind(Scope.SETTINGS, options.section(Scope.SETTINGS, section), type);
  }
}
