package dev.kiln.host.image;

import dev.kiln.host.AtomicFile;
import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Finds out whether a file could be written, and leaves nothing behind. */
final class WritableCheck {
  private WritableCheck() {}

  /**
   * @throws BadRequest when the file could not be written, new or in place of what is there
   */
  static void file(Path file) {
    folder(file.toAbsolutePath().getParent());
    Optional<BasicFileAttributes> there = attributes(file);
    if (there.isPresent() && there.get().isDirectory()) {
      throw new BadRequest("the output %s is a folder: name a file in it".formatted(file));
    }
    if (there.isPresent() && !there.get().isRegularFile()) {
      throw new BadRequest("the output %s is a device: name an ordinary file".formatted(file));
    }
  }

  /**
   * @throws BadRequest when no file could be written into the folder, made if it is not there
   */
  static void folder(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (attributes(existing).isEmpty() && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new BadRequest(
          "the output cannot be written, %s is not a folder: name another place"
              .formatted(existing));
    }
    try {
      AtomicFile.probe(existing);
    } catch (IOException e) {
      throw refusal(existing, e);
    }
  }

  static BadRequest refusal(Path place, IOException e) {
    // As /proc says it, which is there.
    String reason = e instanceof NoSuchFileException ? "it takes no new files" : DiskReason.of(e);
    return new BadRequest(
        "the output %s cannot be written, %s: name another place".formatted(place, reason), e);
  }

  private static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }
}
