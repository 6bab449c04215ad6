package dev.kiln.host.plugin;

import dev.kiln.host.FileStamp;
import dev.kiln.host.plugin.DroppedJar.Unusable;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  private final KnownJars kept;
  private final Map<String, Found> known = new HashMap<>();
  private Map<String, KnownJars.Known> before = Map.of();

  /**
   * @param kept what earlier processes found
   */
  DropFolder(Path folder, String spiVersion, KnownJars kept) {
    this.folder = folder;
    this.spiVersion = spiVersion;
    this.kept = kept;
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
    return Files.isRegularFile(jar) ? Optional.of(FileStamp.of(jar)) : Optional.empty();
  }

  /** All jars, by file name. */
  List<Found> read() {
    if (known.isEmpty()) {
      before = kept.read();
    }
    Map<String, Found> now = new TreeMap<>();
    Map<String, KnownJars.Known> usable = new TreeMap<>();
    boolean changed = false;
    for (Map.Entry<String, String> listed : listing().entrySet()) {
      String name = listed.getKey();
      Path file = folder.resolve(name);
      String stamp = listed.getValue();
      String key = name + stamp;
      KnownJars.Known one = before.get(name);
      Found found = known.get(key);
      if (found == null && one != null && one.stamp().equals(stamp)) {
        found = new Found(file, one.jar().id(), one.jar(), "");
      } else if (found == null) {
        found = read(file);
        // What cannot run is told anew each time.
        changed |= found.jar() != null;
      }
      now.put(key, found);
      if (found.jar() != null) {
        usable.put(name, new KnownJars.Known(stamp, found.jar()));
      }
    }
    known.clear();
    known.putAll(now);
    before = usable;
    if (changed) {
      kept.write(usable.values());
    }
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
