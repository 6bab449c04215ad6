package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.host.ScratchFolder;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The home at the start of a command: what killed processes left in it goes. */
final class HomeFolder {
  /** A disk with less room is full. */
  private static final int ROOM_BYTES = 1 << 20;

  private final Path folder;

  /**
   * @param folder need not be there
   * @throws BadRequest when something else is there
   */
  HomeFolder(Path folder) {
    this.folder = folder;
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadRequest(
          "the home " + folder + " is not a folder; name one with --home or KILN_HOME");
    }
  }

  /**
   * The folder that the system knows for this user; one that cannot be made where there is none.
   */
  static Path ofUser() {
    Path user = Path.of(System.getProperty("user.home"));
    // Java says "?" of a user whom the system does not know, as in a container.
    return (user.isAbsolute() ? user : Path.of("/")).resolve(".kiln").toAbsolutePath();
  }

  Path path() {
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

  /** Clear the home, and say when it cannot be written: all commands work without. Takes 1 ms. */
  void prepare(PrintStream err) {
    sweep();
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Files.write(scratch.resolve("room"), new byte[ROOM_BYTES]);
    } catch (IOException e) {
      err.println(
          "kiln: the home "
              + folder
              + " cannot be written, "
              + DiskReason.of(e)
              + ": starts are slower, and hashes, measurements and plugins' data are not kept; name"
              + " another with --home or KILN_HOME");
    }
  }
}
