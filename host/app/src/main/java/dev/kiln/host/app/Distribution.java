package dev.kiln.host.app;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The folder that holds {@code lib/ plugins/ models/}: found from where this class was loaded. */
final class Distribution {
  private Distribution() {}

  static Path folder() {
    try {
      Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // dist/lib/kiln-host.jar, or host/app/target/classes while developing.
      return code.toString().endsWith(".jar")
          ? code.getParent().getParent()
          : code.resolve("../../../../dist").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
