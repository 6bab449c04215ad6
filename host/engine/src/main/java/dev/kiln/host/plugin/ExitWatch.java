package dev.kiln.host.plugin;

import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the plugin that ends the process with {@code System.exit}, which otherwise ends without a
 * word. Nothing can stop it; {@code Runtime.halt} is not even seen.
 */
final class ExitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

  private final Supplier<List<PluginWrapper>> plugins;
  private final Thread hook = new Thread(this::tell, "kiln-exit-watch");
  private boolean watching;

  /**
   * @param plugins that are loaded
   */
  ExitWatch(Supplier<List<PluginWrapper>> plugins) {
    this.plugins = plugins;
  }

  void start() {
    if (!watching) {
      watching = true;
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /** The thread that called for the exit waits in it until the shutdown is over. */
  private void tell() {
    Thread.getAllStackTraces().values().stream()
        .filter(ExitWatch::exits)
        .flatMap(stack -> culprit(stack).stream())
        .forEach(LOG::error);
  }

  private static boolean exits(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(
            it ->
                it.getClassName().equals("java.lang.Runtime") && it.getMethodName().equals("exit"));
  }

  private Optional<String> culprit(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .flatMap(
            frame ->
                plugins.get().stream()
                    .filter(plugin -> has(plugin, frame.getClassName()))
                    .map(
                        plugin ->
                            "plugin '"
                                + JarLoader.id(plugin)
                                + "' ended the process: System.exit in "
                                + frame))
        .findFirst();
  }

  private static boolean has(PluginWrapper plugin, String type) {
    return plugin.getPluginClassLoader() instanceof URLClassLoader jar
        && jar.findResource(type.replace('.', '/') + ".class") != null;
  }

  @Override
  public void close() {
    if (watching) {
      watching = false;
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        LOG.debug("the process ends already");
      }
    }
  }
}
