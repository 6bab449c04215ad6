package dev.kiln.host.app;

import dev.kiln.spi.BadRequest;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The folder that holds {@code lib/ plugins/ models/}: found from where this class was loaded. */
final class Distribution {
  private Distribution() {}

  static Path folder() {
    try {
      Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // dist/lib/kiln-host.jar, or host/target/classes while developing.
      return code.toString().endsWith(".jar")
          ? code.getParent().getParent()
          : code.getParent().getParent().getParent().resolve("dist");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version of the contract with plugins, from its own jar's manifest. */
  static String spiVersion() {
    String version = BadRequest.class.getPackage().getImplementationVersion();
    // Classes that are not in a jar, in tests: pre-release suffixes would fit no range.
    return version == null ? "0.1.0" : version.replaceFirst("-.*", "");
  }

  /** Kiln's version, from the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
