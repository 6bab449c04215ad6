package dev.kiln.host.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process that was killed leaves of a {@link dev.kiln.host.ScratchFolder}. */
public final class LeftScratch {
  private LeftScratch() {}

  public static Path in(Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(".kiln-scratch-1-0-killed"));
    Files.createFile(folder.resolve("lock"));
    Files.writeString(folder.resolve("file"), "half of wh");
    return folder;
  }
}
