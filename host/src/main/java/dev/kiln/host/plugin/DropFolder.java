package dev.kiln.host.plugin;

import dev.kiln.host.plugin.DroppedJar.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that plugin jars lie in. A jar is read again only when its size or time changed. */
final class DropFolder {
  private final Path folder;
  private final String spiVersion;
  private final Map<String, Found> known = new HashMap<>();

  DropFolder(Path folder, String spiVersion) {
    this.folder = folder;
    this.spiVersion = spiVersion;
  }

  /**
   * A jar of the folder.
   *
   * @param jar null when it cannot be used
   * @param problem why not
   */
  record Found(Path file, String id, @Nullable DroppedJar jar, String problem) {}

  /** File names with size and time: equal as long as nothing changed. */
  Map<String, String> listing() {
    Map<String, String> listing = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return listing;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".jar")).toList()) {
        listing.put(
            file.getFileName().toString(),
            Files.size(file) + "/" + Files.getLastModifiedTime(file).toMillis());
      }
    } catch (IOException goneMeanwhile) {
      return listing;
    }
    return listing;
  }

  /** All jars, by file name. */
  List<Found> read() {
    Map<String, Found> now = new TreeMap<>();
    listing()
        .forEach(
            (name, stamp) -> {
              String key = name + "/" + stamp;
              Found found = known.get(key);
              now.put(key, found == null ? read(folder.resolve(name)) : found);
            });
    known.clear();
    known.putAll(now);
    return new ArrayList<>(now.values());
  }

  private Found read(Path file) {
    try {
      DroppedJar jar = DroppedJar.read(file, spiVersion);
      return new Found(file, jar.id(), jar, "");
    } catch (Unusable e) {
      return new Found(file, e.id(), null, e.getMessage());
    }
  }
}
