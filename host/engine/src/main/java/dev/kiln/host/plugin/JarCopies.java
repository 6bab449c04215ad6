package dev.kiln.host.plugin;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.Sha256;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The private copies that classes are loaded from, so that a jar in the drop folder may be
 * overwritten or deleted at any time. The folder belongs to one runtime of one process.
 */
final class JarCopies implements AutoCloseable {
  private static final String PREFIX = "plugins-";

  private final Path work;
  private Optional<Path> folder = Optional.empty();

  JarCopies(Path work) {
    this.work = work;
  }

  /** A jar is no longer the one whose manifest and index were read. */
  static final class JarChanged extends OutOfResources {
    JarChanged(DroppedJar jar) {
      super(jar.file().getFileName() + " was replaced or removed a moment ago; try again");
    }
  }

  /**
   * Copy a jar.
   *
   * @throws JarChanged when it is another one by now
   */
  Path take(DroppedJar jar, String uniqueId) {
    try {
      Path copy = folder().resolve(uniqueId + ".jar");
      Files.copy(jar.file(), copy, StandardCopyOption.REPLACE_EXISTING);
      if (!Sha256.of(copy).equals(jar.sha256())) {
        delete(copy);
        throw new JarChanged(jar);
      }
      return copy;
    } catch (NoSuchFileException e) {
      throw new JarChanged(jar);
    } catch (IOException e) {
      throw new BadRequest(
          jar.file().getFileName()
              + " cannot be copied to "
              + work
              + " to run from there, "
              + DiskReason.of(e)
              + "; see to that folder, or name another one with --home",
          e);
    }
  }

  private Path folder() throws IOException {
    if (folder.isEmpty()) {
      Files.createDirectories(work);
      clearWhatDeadProcessesLeft();
      folder =
          Optional.of(
              Files.createTempDirectory(work, PREFIX + ProcessHandle.current().pid() + "-"));
    }
    return folder.get();
  }

  private void clearWhatDeadProcessesLeft() throws IOException {
    try (Stream<Path> old = Files.list(work)) {
      old.filter(JarCopies::isLeftOver).forEach(JarCopies::delete);
    }
  }

  private static boolean isLeftOver(Path path) {
    String name = path.getFileName().toString();
    if (!name.matches(PREFIX + "\\d+-.*")) {
      return false;
    }
    long pid = Long.parseLong(name.split("-")[1]);
    return ProcessHandle.of(pid).isEmpty();
  }

  /** Forget one copy. */
  void drop(Path copy) {
    delete(copy);
  }

  /** What a system keeps locked is cleared by a later process. */
  private static void delete(Path path) {
    try (Stream<Path> inner = Files.isDirectory(path) ? Files.list(path) : Stream.empty()) {
      inner.forEach(JarCopies::delete);
      Files.deleteIfExists(path);
    } catch (IOException locked) {
      path.toFile().deleteOnExit();
    }
  }

  @Override
  public void close() {
    folder.ifPresent(JarCopies::delete);
    folder = Optional.empty();
  }
}
