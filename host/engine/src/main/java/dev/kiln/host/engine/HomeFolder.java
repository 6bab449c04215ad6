package dev.kiln.host.engine;

import dev.kiln.host.DiskReason;
import dev.kiln.host.ScratchFolder;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The home at the start of an engine: what killed processes left in it goes. */
public final class HomeFolder {
  /** A disk with less room is full. */
  private static final int ROOM_BYTES = 1 << 20;

  private final Path folder;

  /**
   * @param given need not be there; empty for KILN_HOME, else the user's own
   * @throws BadRequest when something else is there
   */
  public static HomeFolder of(Optional<Path> given) {
    String set = System.getenv("KILN_HOME");
    return new HomeFolder(
        given
            .or(() -> Optional.ofNullable(set).filter(it -> !it.isBlank()).map(Path::of))
            .orElseGet(HomeFolder::ofUser)
            .toAbsolutePath());
  }

  private HomeFolder(Path folder) {
    this.folder = folder;
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadRequest(
          "the home " + folder + " is not a folder; name one with --home or KILN_HOME");
    }
  }

  /**
   * The folder that the system knows for this user; one that cannot be made where there is none.
   */
  private static Path ofUser() {
    Path user = Path.of(System.getProperty("user.home"));
    // Java says "?" of a user whom the system does not know, as in a container.
    return (user.isAbsolute() ? user : Path.of("/")).resolve(".kiln");
  }

  public Path path() {
    return folder;
  }

  private void sweep() {
    for (String part : List.of("", "work", "networks", "jars")) {
      ScratchFolder.sweep(folder.resolve(part));
    }
    ScratchFolder.sweep(ScratchFolder.systemTemp());
    try (DirectoryStream<Path> plugins = Files.newDirectoryStream(folder.resolve("data"))) {
      plugins.forEach(ScratchFolder::sweep);
    } catch (IOException | DirectoryIteratorException noneYet) {
      return;
    }
  }

  /**
   * Clear the home. Takes 1 ms.
   *
   * @return what to tell where it cannot be written; pictures are made without
   */
  public Optional<String> prepare() {
    sweep();
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Files.write(scratch.resolve("room"), new byte[ROOM_BYTES]);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "the home "
              + folder
              + " cannot be written, "
              + DiskReason.of(e)
              + ": starts are slower, and hashes, measurements and plugins' data are not kept; name"
              + " another with --home or KILN_HOME");
    }
  }
}
