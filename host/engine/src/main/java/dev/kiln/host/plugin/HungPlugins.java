package dev.kiln.host.plugin;

import dev.kiln.host.ScratchFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins that hung in the running hosts of a home, for a command that lists plugins: what a host
 * says of them lasts no longer than its process. Safe from any thread.
 */
final class HungPlugins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HungPlugins.class);
  private static final String FOLDER = "hung-plugins";

  private final Path home;
  private @Nullable ScratchFolder own;

  HungPlugins(Path home) {
    this.home = home;
  }

  synchronized void add(DroppedJar jar, String reason) {
    try {
      if (own == null) {
        own = ScratchFolder.in(home);
      }
      Path folder = Files.createDirectories(own.resolve(FOLDER));
      Files.writeString(folder.resolve(jar.sha256()), reason);
    } catch (IOException unwritable) {
      LOG.debug("what hung cannot be told to other processes", unwritable);
    }
  }

  /** Why jars are out of use, by their hashes. */
  Map<String, String> reasons() {
    Map<String, String> reasons = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(home)) {
      for (Path folder : folders) {
        read(folder.resolve(FOLDER), reasons);
      }
    } catch (IOException | DirectoryIteratorException noHome) {
      LOG.debug("{} cannot be read", home, noHome);
    }
    return reasons;
  }

  private static void read(Path folder, Map<String, String> reasons) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder)) {
        for (Path jar : jars) {
          reasons.put(jar.getFileName().toString(), Files.readString(jar));
        }
      }
    }
  }

  @Override
  public synchronized void close() {
    if (own != null) {
      own.close();
      own = null;
    }
  }
}
