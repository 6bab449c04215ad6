package dev.kiln.plugin.systeminfo;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.Objects;
import java.util.jar.JarFile;

/** The version of the plugin's jar, which is that of Kiln. */
public final class JarVersion {
  private JarVersion() {}

  /** {@code unknown} outside a jar. */
  public static String get() {
    CodeSource source = JarVersion.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "unknown";
    }
    try (JarFile jar = new JarFile(new File(source.getLocation().toURI()))) {
      String found = jar.getManifest().getMainAttributes().getValue("Plugin-Version");
      return Objects.requireNonNullElse(found, "unknown");
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return "unknown";
    }
  }
}
