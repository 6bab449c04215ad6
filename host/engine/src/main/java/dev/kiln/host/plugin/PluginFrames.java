package dev.kiln.host.plugin;

import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pf4j.PluginWrapper;

/** Finds the plugin whose code a frame of a stack is. Safe from any thread. */
final class PluginFrames {
  private final Supplier<List<PluginWrapper>> plugins;

  /**
   * @param plugins that are loaded
   */
  PluginFrames(Supplier<List<PluginWrapper>> plugins) {
    this.plugins = plugins;
  }

  Optional<PluginWrapper> owner(StackTraceElement frame) {
    String file = frame.getClassName().replace('.', '/') + ".class";
    return plugins.get().stream().filter(plugin -> has(plugin, file)).findFirst();
  }

  private static boolean has(PluginWrapper plugin, String file) {
    return plugin.getPluginClassLoader() instanceof URLClassLoader jar
        && jar.findResource(file) != null;
  }
}
