package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that the user names on the command line.
 *
 * @param what it should be, for errors: "a picture"
 */
record UserFile(Path path, String what) {
  private static final long LARGEST = 256L << 20;

  /**
   * All of it.
   *
   * @throws BadRequest when it is not there, a folder, too large, or cannot be read
   */
  byte[] bytes() {
    // What a shell puts in a file's place, as <(curl ...), is no regular one.
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new BadRequest("there is no file " + path + "; name " + what);
    }
    try {
      if (Files.size(path) > LARGEST) {
        throw new BadRequest(path + " is larger than 256 MB; name " + what + " that is not");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new BadRequest(
          path + " cannot be read, " + DiskReason.of(e) + "; see to its rights", e);
    }
  }
}
