package dev.kiln.host.plugin;

import dev.kiln.host.Build;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a runtime finds things.
 *
 * @param folder that plugin jars are dropped into
 * @param home for settings, data and private copies
 * @param safeMode run no plugin at all
 * @param spiVersion of the contract that this host has
 * @param host what no plugin may take from it
 * @param flags options by plugin id that the command line set; they go over the settings file
 * @param classPath whether plugins on the class path take part, too
 */
public record RuntimeSettings(
    Path folder,
    Path home,
    boolean safeMode,
    String spiVersion,
    HostPlaces host,
    Map<String, Map<String, Object>> flags,
    boolean classPath) {
  /** Without flags, and of a folder alone. */
  public RuntimeSettings(
      Path folder, Path home, boolean safeMode, String spiVersion, HostPlaces host) {
    this(folder, home, safeMode, spiVersion, host, Map.of(), false);
  }

  JarPlaces places() {
    String host = spiVersion + " " + Build.stamp();
    return new JarPlaces(
        new DropFolder(folder, spiVersion, new KnownJars(home, folder, host)),
        classPath
            ? Optional.of(
                new ClassPathPlugins(
                    RuntimeSettings.class.getClassLoader(), home.resolve("work"), spiVersion))
            : Optional.empty(),
        safeMode);
  }
}
