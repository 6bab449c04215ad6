package dev.kiln.plugin.systeminfo.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The programs' scripts, which the plugin's jar has from {@code examples/peers}. */
final class Scripts {
  private static final String SHARED = "peer.py";

  private Scripts() {}

  static List<String> names() {
    return Stream.concat(
            Stream.of(SHARED),
            Arrays.stream(Program.values()).map(Program::script).filter(it -> !it.isEmpty()))
        .toList();
  }

  static void unpack(Path folder) throws IOException {
    for (String name : names()) {
      try (InputStream script = Scripts.class.getResourceAsStream("scripts/" + name)) {
        if (script == null) {
          throw new IllegalStateException("the plugin's jar has no scripts/" + name);
        }
        Files.copy(script, folder.resolve(name));
      }
    }
  }
}
