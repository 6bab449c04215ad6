package dev.kiln.host.plugin;

import dev.kiln.host.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar in the drop folder that could be a plugin: its manifest and index, no class of it loaded.
 *
 * @param sha256 of the file: a rebuilt jar of the same version is another plugin
 */
record DroppedJar(Path file, String sha256, PluginManifest manifest, PluginIndex index) {

  /** More than any manifest or index; in a jar of a few bytes there may be gigabytes. */
  private static final int MOST_BYTES = 4 << 20;

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
    try {
      String tooLarge = JarBounds.of(file).problem();
      if (!tooLarge.isEmpty()) {
        throw new Unusable(
            name, name + " " + tooLarge + "; a plugin keeps its data in a folder of its own");
      }
      // Hashed first: a jar that is replaced while it is read does not fit its hash, and is told
      // so.
      return read(file, Sha256.of(file), spiVersion);
    } catch (IOException | RuntimeException e) {
      // The JDK throws unchecked exceptions too at files that only begin like a jar.
      throw new Unusable(
          name, name + " is no readable jar: it is damaged or incomplete, copy it again");
    }
  }

  private static DroppedJar read(Path file, String sha256, String spiVersion)
      throws IOException, Unusable {
    String name = file.getFileName().toString();
    // Not as a JarFile, which reads the manifest of a signed jar by itself, however large.
    try (ZipFile jar = new ZipFile(file.toFile())) {
      ZipEntry found = jar.getEntry(JarFile.MANIFEST_NAME);
      if (found == null) {
        throw new Unusable(
            name, name + " has no META-INF/MANIFEST.MF; build it with the plugin parent pom");
      }
      Manifest attributes = new Manifest(new ByteArrayInputStream(content(name, jar, found)));
      PluginManifest manifest =
          PluginManifest.read(name, attributes.getMainAttributes(), spiVersion);
      if (jar.stream().anyMatch(entry -> entry.getName().startsWith("dev/kiln/spi/"))) {
        throw new Unusable(
            manifest.id(),
            "it contains the SPI itself (dev/kiln/spi); give kiln-spi the scope provided");
      }
      PluginIndex index = index(manifest.id(), jar);
      return new DroppedJar(file, sha256, manifest, index);
    }
  }

  private static byte[] content(String id, ZipFile jar, ZipEntry entry)
      throws IOException, Unusable {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new Unusable(
            id, "its " + entry.getName() + " is larger than 4 MB; build the jar again");
      }
      return content;
    }
  }

  private static PluginIndex index(String id, ZipFile jar) throws Unusable {
    ZipEntry entry = jar.getEntry(PluginIndex.FILE);
    if (entry == null) {
      throw new Unusable(
          id,
          "it declares no extensions: there is no "
              + PluginIndex.FILE
              + "; compile it with the annotation processor dev.kiln.spi.index.IndexProcessor");
    }
    PluginIndex index;
    try {
      index = PluginIndex.read(new ByteArrayInputStream(content(id, jar, entry)));
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

  /** The index of a jar as it is written there. */
  static byte[] index(Path file) throws IOException, Unusable {
    String name = file.getFileName().toString();
    try (ZipFile jar = new ZipFile(file.toFile())) {
      ZipEntry entry = jar.getEntry(PluginIndex.FILE);
      if (entry == null) {
        throw new Unusable(name, name + " has no index any more");
      }
      return content(name, jar, entry);
    }
  }

  String id() {
    return manifest.id();
  }

  String version() {
    return manifest.version();
  }
}
