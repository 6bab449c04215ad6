package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.CliCall;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of a client that runs on this machine as this user: over stdio, and never over HTTP. */
@Singleton
public final class LocalFiles {
  private volatile @Nullable CliCall command;
  private volatile String folder = "";
  // Pictures of another day have the same names.
  private final String session =
      LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));

  /**
   * @param output where pictures are written too; empty for nowhere
   */
  public void allow(CliCall call, String output) {
    folder = output;
    command = call;
  }

  boolean allowed() {
    return command != null;
  }

  /**
   * @throws BadRequest when it cannot be read
   */
  byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (InvalidPathException | IOException e) {
      throw new BadRequest(
          "\"" + file + "\" cannot be read (" + e + "); give the path of a picture file", e);
    }
  }

  /**
   * Write a picture into the folder that the user named.
   *
   * @return where it is
   */
  Optional<Path> keep(String fileName, byte[] picture) {
    CliCall call = command;
    if (call == null || folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(folder).resolve(session + "-" + fileName).toAbsolutePath();
    call.output(file).write(picture);
    return Optional.of(file);
  }
}
