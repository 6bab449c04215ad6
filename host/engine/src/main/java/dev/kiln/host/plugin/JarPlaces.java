package dev.kiln.host.plugin;

import dev.kiln.host.plugin.DropFolder.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a host finds plugins. Not thread-safe, but for {@link #listing}.
 *
 * @param classPath empty where plugins on it take no part
 * @param safeMode find none
 */
record JarPlaces(DropFolder folder, Optional<ClassPathPlugins> classPath, boolean safeMode)
    implements AutoCloseable {
  /** What is there; equal as long as nothing changed. */
  Object listing() {
    return folder.listing();
  }

  /** All jars: those of the class path, then those of the folder by file name. */
  List<Found> read() {
    if (safeMode) {
      return List.of();
    }
    List<Found> all = new ArrayList<>(classPath.map(ClassPathPlugins::read).orElse(List.of()));
    all.addAll(folder.read());
    return all;
  }

  @Override
  public void close() {
    classPath.ifPresent(ClassPathPlugins::close);
  }
}
