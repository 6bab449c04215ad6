package dev.kiln.host.plugin;

import dev.kiln.host.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar in the drop folder that could be a plugin: its manifest and index, no class of it loaded.
 *
 * @param sha256 of the file: a rebuilt jar of the same version is another plugin
 */
record DroppedJar(Path file, String sha256, PluginManifest manifest, PluginIndex index) {

  /** A jar that cannot run; the message says why and what to do. */
  static final class Unusable extends Exception {
    private final String id;

    Unusable(String id, String message) {
      super(message);
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  /**
   * Read and check a jar.
   *
   * @param spiVersion the version of the contract that this host has
   */
  static DroppedJar read(Path file, String spiVersion) throws Unusable {
    String name = file.getFileName().toString();
    if (!Files.isReadable(file)) {
      throw new Unusable(name, name + " cannot be read, permission denied; see to its rights");
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest found = jar.getManifest();
      if (found == null) {
        throw new Unusable(
            name, name + " has no META-INF/MANIFEST.MF; build it with the plugin parent pom");
      }
      PluginManifest manifest = PluginManifest.read(name, found.getMainAttributes(), spiVersion);
      if (jar.stream().anyMatch(entry -> entry.getName().startsWith("dev/kiln/spi/"))) {
        throw new Unusable(
            manifest.id(),
            "it contains the SPI itself (dev/kiln/spi); give kiln-spi the scope provided");
      }
      PluginIndex index = index(manifest.id(), jar);
      return new DroppedJar(file, Sha256.of(Files.readAllBytes(file)), manifest, index);
    } catch (IOException | RuntimeException e) {
      // The JDK throws unchecked exceptions too at files that only begin like a jar.
      throw new Unusable(
          name, name + " is no readable jar: it is damaged or incomplete, copy it again");
    }
  }

  private static PluginIndex index(String id, JarFile jar) throws Unusable {
    ZipEntry entry = jar.getEntry(PluginIndex.FILE);
    if (entry == null) {
      throw new Unusable(
          id,
          "it declares no extensions: there is no "
              + PluginIndex.FILE
              + "; compile it with the annotation processor dev.kiln.spi.index.IndexProcessor");
    }
    PluginIndex index;
    try (InputStream in = jar.getInputStream(entry)) {
      index = PluginIndex.read(in);
    } catch (IOException e) {
      throw new Unusable(
          id,
          "its "
              + PluginIndex.FILE
              + " is none that this host understands; compile it again with this host's SPI");
    }
    if (index.extensions().isEmpty()) {
      throw new Unusable(id, "it declares no extensions; annotate a hook class with @Extension");
    }
    return index;
  }

  String id() {
    return manifest.id();
  }

  String version() {
    return manifest.version();
  }
}
