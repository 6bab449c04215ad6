package dev.kiln.host.image;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: under another name in the same folder, then moved. A failure
 * leaves all as it was; an interrupt does not stop the writing.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** Write a file in place of what may be there. */
  static void replace(Path file, byte[] content) throws IOException {
    try {
      write(file, content, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      write(file, content, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Write a file that is not there yet.
   *
   * @throws FileAlreadyExistsException when it is there
   */
  static void create(Path file, byte[] content) throws IOException {
    write(file, content);
  }

  /** Fail where {@link #create} would fail, and leave nothing. */
  static void probe(Path folder) throws IOException {
    Path part = part(folder);
    Files.createFile(part);
    Files.delete(part);
  }

  private static void write(Path file, byte[] content, CopyOption... move) throws IOException {
    Path part = part(file.toAbsolutePath().getParent());
    try {
      Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(part, file, move);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path part(Path folder) {
    return folder.resolve(".kiln-" + UUID.randomUUID() + ".part");
  }
}
