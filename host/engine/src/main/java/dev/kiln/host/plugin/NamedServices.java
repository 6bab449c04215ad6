package dev.kiln.host.plugin;

import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.host.Upscalers;
import java.util.Map;

/** Services by which plugins run what others offer by name. */
final class NamedServices {
  private NamedServices() {}

  static Map<Class<?>, Object> of(PluginRuntime runtime) {
    return Map.of(
        ControlPreprocessors.class,
        new NamedPreprocessors(runtime),
        Upscalers.class,
        new NamedUpscalers(runtime));
  }
}
