package dev.kiln.host;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why the system refused a file, in words. Java gives only the name of an exception. */
public final class DiskReason {
  private DiskReason() {}

  /** The reason without the file, to stand behind a comma. */
  public static String of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something else of that name is there";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    String said =
        failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
    if (said == null || said.isBlank()) {
      return "the system does not say why";
    }
    // "path (Permission denied)"
    boolean behind = failure instanceof FileNotFoundException && said.endsWith(")");
    return behind ? said.substring(said.lastIndexOf('(') + 1, said.length() - 1) : said;
  }

  /** A whole sentence when it was the system that refused, whatever was to be done. */
  public static Optional<String> sentence(Throwable failure) {
    IOException cause =
        failure instanceof UncheckedIOException wrapped
            ? wrapped.getCause()
            : failure instanceof FileSystemException direct ? direct : null;
    if (cause == null) {
      return Optional.empty();
    }
    String file = cause instanceof FileSystemException known ? known.getFile() : null;
    return Optional.of(
        (file == null ? "a file" : file)
            + " cannot be read or written, "
            + of(cause)
            + "; see to its rights and to the room on its disk, or name another place");
  }
}
