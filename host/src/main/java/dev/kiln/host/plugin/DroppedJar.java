package dev.kiln.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;

/**
 * A jar in the drop folder that could be a plugin: its manifest and index, no class of it loaded.
 *
 * @param sha256 of the file: a rebuilt jar of the same version is another plugin
 */
record DroppedJar(
    Path file,
    String sha256,
    String id,
    String version,
    String description,
    String provider,
    List<PluginDependency> dependencies,
    PluginIndex index) {

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
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        throw new Unusable(
            name, name + " has no META-INF/MANIFEST.MF; build it with the plugin parent pom");
      }
      return read(file, jar, manifest.getMainAttributes(), spiVersion);
    } catch (IOException e) {
      throw new Unusable(
          name, name + " is no readable jar: it is damaged or incomplete, copy it again");
    }
  }

  private static DroppedJar read(Path file, JarFile jar, Attributes manifest, String spiVersion)
      throws IOException, Unusable {
    String name = file.getFileName().toString();
    String id = manifest.getValue("Plugin-Id");
    if (id == null || !id.matches("[a-z][a-z0-9-]*")) {
      throw new Unusable(
          name,
          name
              + " has "
              + (id == null ? "no Plugin-Id" : "the Plugin-Id \"" + id + "\"")
              + " in its manifest; give it one of lower-case letters, digits and dashes");
    }
    String version = String.valueOf(manifest.getValue("Plugin-Version"));
    checkVersion(id, version);
    checkRequires(id, manifest.getValue("Plugin-Requires"), spiVersion);
    if (jar.getEntry("dev/kiln/spi/") != null
        || jar.getEntry("dev/kiln/spi/BadRequest.class") != null) {
      throw new Unusable(
          id, "it contains the SPI itself (dev/kiln/spi); give kiln-spi the scope provided");
    }
    return new DroppedJar(
        file,
        hash(file),
        id,
        version,
        text(manifest, "Plugin-Description"),
        text(manifest, "Plugin-Provider"),
        dependencies(manifest.getValue("Plugin-Dependencies")),
        index(id, jar));
  }

  private static PluginIndex index(String id, JarFile jar) throws IOException, Unusable {
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
    }
    if (index.extensions().isEmpty()) {
      throw new Unusable(id, "it declares no extensions; annotate a hook class with @Extension");
    }
    return index;
  }

  private static void checkVersion(String id, String version) throws Unusable {
    try {
      new DefaultVersionManager().compareVersions(version, "1.0.0");
    } catch (RuntimeException e) {
      throw new Unusable(
          id, "its Plugin-Version is \"" + version + "\"; it must be three numbers like 1.0.0");
    }
  }

  private static void checkRequires(String id, String requires, String spiVersion) throws Unusable {
    if (requires == null || requires.isBlank() || requires.equals("*")) {
      return;
    }
    boolean fits;
    try {
      fits = new DefaultVersionManager().checkVersionConstraint(spiVersion, requires);
    } catch (RuntimeException e) {
      throw new Unusable(
          id, "its Plugin-Requires \"" + requires + "\" is no version range like >=0.1.0 & <1.0.0");
    }
    if (!fits) {
      throw new Unusable(
          id,
          "it needs SPI "
              + requires
              + " and this host has "
              + spiVersion
              + "; take a version of the plugin that fits, or another host");
    }
  }

  private static List<PluginDependency> dependencies(String text) {
    return text == null || text.isBlank()
        ? List.of()
        : List.of(text.split(",")).stream().map(String::strip).map(PluginDependency::new).toList();
  }

  private static String text(Attributes manifest, String key) {
    String value = manifest.getValue(key);
    return value == null ? "" : value;
  }

  private static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
