package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.io.IOException;
import java.nio.file.Path;

/** What belongs to one plugin on this machine. Injected; safe from any thread. */
@ProvidedByHost
public interface PluginHome {
  /** The plugin's id. */
  String id();

  /**
   * A folder that is this plugin's alone. It exists, and the user may delete it. It outlives the
   * process, unless the home cannot be written.
   */
  Path folder();

  /**
   * Write a file of the folder, in place of one that may be there: whole or not at all, even when
   * the process is killed meanwhile.
   *
   * @throws IOException when it cannot be written; then all is as it was
   */
  void write(String name, byte[] content) throws IOException;

  /**
   * The plugin's section of the settings file, bound to a record annotated with {@code
   * PluginOptions}; absent fields hold their default value.
   *
   * @throws dev.kiln.spi.BadRequest when the section has an unknown field or a value out of range
   */
  <T extends Record> T settings(Class<T> type);
}
