package dev.kiln.host.random;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks for the room of a file before its first byte is written. */
public final class DiskRoom {
  private static final long MEGABYTE = 1_000_000;

  private DiskRoom() {}

  /**
   * Demand room for what will be written.
   *
   * @param place of a file or folder; neither it nor the folders above need to be there
   * @param needed bytes
   * @throws BadRequest when the disk has less, or cannot be asked
   */
  public static void demand(Path place, long needed) {
    Path folder = place.toAbsolutePath();
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    try {
      demand(place, needed, folder, Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      throw new BadRequest(place + " cannot be written: " + DiskReason.of(e), e);
    }
  }

  static void demand(Path place, long needed, Path folder, long free) {
    if (needed > free) {
      throw new BadRequest(
          "%s needs %d MB and the disk of %s has %d MB free; make room there or name another place"
              .formatted(place, (needed + MEGABYTE - 1) / MEGABYTE, folder, free / MEGABYTE));
    }
  }
}
