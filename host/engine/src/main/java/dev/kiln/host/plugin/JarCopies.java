package dev.kiln.host.plugin;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.ScratchFolder;
import dev.kiln.host.Sha256;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The private copies that classes are loaded from, so that a jar in the drop folder may be
 * overwritten or deleted at any time. They lie in the home, or in the system's folder for temporary
 * files where the home cannot be written.
 */
final class JarCopies implements AutoCloseable {
  private final Path work;
  private final Map<Path, ScratchFolder> folders = new HashMap<>();

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
   * @throws BadRequest when there is room for it nowhere
   */
  Path take(DroppedJar jar, String uniqueId) {
    IOException first = new IOException();
    for (Path parent : List.of(work, ScratchFolder.systemTemp())) {
      try {
        return copy(jar, folder(parent).resolve(uniqueId + ".jar"));
      } catch (NoSuchFileException e) {
        throw new JarChanged(jar);
      } catch (IOException e) {
        first = parent.equals(work) ? e : first;
      }
    }
    throw new BadRequest(
        jar.file().getFileName()
            + " cannot be copied to "
            + work
            + " to run from there, "
            + DiskReason.of(first)
            + "; see to that folder, or name another one with --home",
        first);
  }

  private ScratchFolder folder(Path parent) throws IOException {
    ScratchFolder open = folders.get(parent);
    if (open == null) {
      open = ScratchFolder.in(parent);
      folders.put(parent, open);
    }
    return open;
  }

  private static Path copy(DroppedJar jar, Path copy) throws IOException {
    try {
      Files.copy(jar.file(), copy, StandardCopyOption.REPLACE_EXISTING);
      if (Sha256.of(copy).equals(jar.sha256())) {
        return copy;
      }
    } catch (IOException full) {
      Files.deleteIfExists(copy);
      throw full;
    }
    Files.deleteIfExists(copy);
    throw new JarChanged(jar);
  }

  /** Forget one copy; what a system keeps open is deleted by a later sweep. */
  void drop(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException open) {
      return;
    }
  }

  @Override
  public void close() {
    folders.values().forEach(ScratchFolder::close);
    folders.clear();
  }
}
