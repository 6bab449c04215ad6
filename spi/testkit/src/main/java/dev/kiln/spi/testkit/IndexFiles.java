package dev.kiln.spi.testkit;

import dev.kiln.host.plugin.PluginIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The indexes that the annotation processor wrote on the class path of a test. */
final class IndexFiles {
  private IndexFiles() {}

  /** Those that the class's loader sees, the plugin's own among them. */
  static List<PluginIndex> beside(Class<?> type) {
    List<PluginIndex> found = new ArrayList<>();
    try {
      for (URL index : Collections.list(type.getClassLoader().getResources(PluginIndex.FILE))) {
        try (InputStream in = index.openStream()) {
          found.add(PluginIndex.read(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
