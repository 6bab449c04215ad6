package dev.kiln.host;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** This build of the engine. */
public final class Build {
  private Build() {}

  /**
   * What tells it from every other build, of the same version too: the stamp of its jar. Classes in
   * a folder change without a trace there; they are another build in each process.
   */
  public static String stamp() {
    try {
      Path code = Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(code)
          ? code.getFileName() + FileStamp.of(code)
          : UUID.randomUUID().toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
