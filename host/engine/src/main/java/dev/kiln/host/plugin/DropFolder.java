package dev.kiln.host.plugin;

import dev.kiln.host.plugin.DroppedJar.Unusable;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /**
   * File names with size and time: equal as long as nothing changed.
   *
   * @throws BadRequest when the folder is there and cannot be read
   */
  Map<String, String> listing() {
    Map<String, String> listing = new TreeMap<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : jars) {
        stamp(jar).ifPresent(stamp -> listing.put(jar.getFileName().toString(), stamp));
      }
    } catch (NoSuchFileException none) {
      return Map.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new BadRequest(
          "the plugin folder " + folder + " cannot be read; name a folder with --plugins", e);
    }
    return listing;
  }

  private static Optional<String> stamp(Path jar) {
    try {
      BasicFileAttributes it = Files.readAttributes(jar, BasicFileAttributes.class);
      return it.isRegularFile()
          ? Optional.of(it.size() + "/" + it.lastModifiedTime() + "/" + it.fileKey())
          : Optional.empty();
    } catch (IOException goneMeanwhile) {
      return Optional.empty();
    }
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
