package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;

/** What belongs to one plugin on this machine. Injected; safe from any thread. */
@ProvidedByHost
public interface PluginHome {
  /** The plugin's id. */
  String id();

  /**
   * A folder that is this plugin's alone. It exists, outlives the process, and the user may delete
   * it.
   */
  Path folder();

  /**
   * The plugin's section of the settings file, bound to a record annotated with {@code
   * PluginOptions}; absent fields hold their default value.
   *
   * @throws dev.kiln.spi.BadRequest when the section has an unknown field or a value out of range
   */
  <T extends Record> T settings(Class<T> type);
}
