package dev.kiln.host;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file whole or not at all: in a folder beside it, then moved. A failure leaves all as it
 * was; an interrupt does not stop the writing.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Write a file in place of what may be there. */
  public static void replace(Path file, byte[] content) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(file.toAbsolutePath().getParent())) {
      Path part = scratch.resolve("file");
      Files.write(part, content);
      replace(file, part);
    }
  }

  /** Move a whole file in place of what may be there. */
  public static void replace(Path file, Path whole) throws IOException {
    try {
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Write a file that is not there yet.
   *
   * @throws FileAlreadyExistsException when it is there
   */
  public static void create(Path file, byte[] content) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(file.toAbsolutePath().getParent())) {
      Path part = scratch.resolve("file");
      Files.write(part, content);
      Files.move(part, file);
    }
  }

  /** Fail where {@link #create} would fail, and leave nothing, not what others left either. */
  public static void probe(Path folder) throws IOException {
    ScratchFolder.sweep(folder);
    ScratchFolder.in(folder).close();
  }
}
