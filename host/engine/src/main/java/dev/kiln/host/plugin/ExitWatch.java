package dev.kiln.host.plugin;

import java.util.Arrays;
import java.util.Optional;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the plugin that ends the process with {@code System.exit}, which otherwise ends without a
 * word. Nothing can stop it; {@code Runtime.halt} is not even seen.
 */
final class ExitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

  private final PluginFrames frames;
  private final Thread hook = new Thread(this::tell, "kiln-exit-watch");
  private boolean watching;

  ExitWatch(PluginFrames frames) {
    this.frames = frames;
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
        .flatMap(frame -> frames.owner(frame).map(plugin -> told(plugin, frame)).stream())
        .findFirst();
  }

  private static String told(PluginWrapper plugin, StackTraceElement frame) {
    return "plugin '" + JarLoader.id(plugin) + "' ended the process: System.exit in " + frame;
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
