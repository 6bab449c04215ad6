package dev.kiln.plugin.fast;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that lie in the plugin's jar. */
public final class PluginFile {
  private PluginFile() {}

  /**
   * @param name its path below this package: {@code benchmark/report.html}
   */
  public static String text(String name) {
    try (InputStream in = PluginFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the plugin's jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
