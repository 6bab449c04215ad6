package dev.kiln.host.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pf4j.PluginWrapper;

/**
 * Finds who keeps a thread that does not come back, and puts a plugin that does out of use. Takes
 * no lock of the runtime: the thread may hold it. Safe from any thread.
 */
final class StuckThreads implements AutoCloseable {
  /** One look may meet a plugin's loop in what it calls of the host. */
  private static final int LOOKS = 5;

  private static final long PAUSE_MILLIS = 20;

  private final PluginFrames frames;
  private final Supplier<List<LoadedPlugin>> running;
  private final HungPlugins hung;

  /**
   * @param running those that new requests get
   * @param home in which commands learn what is out of use here
   */
  StuckThreads(PluginFrames frames, Supplier<List<LoadedPlugin>> running, Path home) {
    this.frames = frames;
    this.running = running;
    this.hung = new HungPlugins(home);
  }

  /** Why jars are out of use in running hosts of the home, by their hashes. */
  Map<String, String> hung() {
    return hung.reasons();
  }

  /**
   * A plugin that keeps it is used no more until its jar is replaced; the thread is interrupted.
   */
  Keeper abandon(Thread thread) {
    StuckStack stack = look(thread);
    Optional<PluginWrapper> keeper = stack.plugin();
    if (keeper.isEmpty()) {
      return new Keeper("", stack.withoutPlugin(), Keeper.START_AGAIN);
    }
    PluginWrapper plugin = keeper.get();
    String call = stack.call(plugin);
    running.get().stream().filter(it -> it.isLoadedAs(plugin)).forEach(it -> putOutOfUse(it, call));
    // It may only wait; what it holds of the host's is free again when it comes back.
    thread.interrupt();
    String id = JarLoader.id(plugin);
    return new Keeper(
        id,
        "plugin '" + id + "' did not come back from " + call,
        stack.starts()
            ? "all plugins wait for it, start Kiln again"
            : "it is not used again until its jar is replaced or Kiln is started again");
  }

  private void putOutOfUse(LoadedPlugin plugin, String call) {
    String reason =
        "it did not come back from "
            + call
            + " when a generation was cancelled; replace its jar or start Kiln again";
    plugin.hang(reason);
    hung.add(plugin.jar(), reason);
  }

  private StuckStack look(Thread thread) {
    StuckStack stack = StuckStack.of(thread, frames);
    for (int look = 1; look < LOOKS && stack.plugin().isEmpty(); look++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return stack;
      }
      stack = StuckStack.of(thread, frames);
    }
    return stack;
  }

  @Override
  public void close() {
    hung.close();
  }
}
