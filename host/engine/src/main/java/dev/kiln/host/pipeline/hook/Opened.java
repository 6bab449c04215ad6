package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.PluginProblem;
import org.jspecify.annotations.Nullable;

/** What a hook opened for a pass, with the plugin's id. */
public record Opened<T>(String plugin, T part) {
  /**
   * What a hook's {@code open} returned.
   *
   * @throws PluginProblem when it is null
   */
  public static <T> T given(@Nullable T returned) {
    if (returned == null) {
      throw new PluginProblem("open returned null");
    }
    return returned;
  }
}
