package dev.kiln.host.plugin;

import dev.kiln.host.plugin.JarCopies.JarChanged;
import dev.kiln.spi.event.HostEvent;
import dev.kiln.spi.hook.HookPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One build of one plugin in this host: asleep until first needed, alive until it is retired and
 * its last user is done. Guarded by the runtime's lock, but for {@link #extension} and {@link
 * #fire}, which are safe from any thread while the plugin is in use.
 */
final class LoadedPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

  private final DroppedJar jar;
  private final List<LoadedPlugin> dependencies;
  private final JarLoader loader;
  private final Map<Class<?>, Object> services;
  private final Map<String, Object> extensions = new HashMap<>();
  private final AtomicInteger failedObservers = new AtomicInteger();
  private @Nullable PluginWrapper wrapper;
  private @Nullable Beans beans;
  private String failure = "";
  private volatile String hung = "";
  private int users;
  private boolean retired;
  private boolean outdated;

  /**
   * @param dependencies whose classes it may use; each is in use as long as this one is awake
   * @param services that its beans may inject, by their SPI interface
   */
  LoadedPlugin(
      DroppedJar jar,
      List<LoadedPlugin> dependencies,
      JarLoader loader,
      Map<Class<?>, Object> services) {
    this.jar = jar;
    this.dependencies = dependencies;
    this.loader = loader;
    this.services = services;
  }

  DroppedJar jar() {
    return jar;
  }

  List<LoadedPlugin> dependencies() {
    return dependencies;
  }

  JarOptions options() {
    return new JarOptions(jar);
  }

  String id() {
    return jar.id();
  }

  boolean awake() {
    return beans != null && hung.isEmpty();
  }

  /** Why it could not wake, or is used no more; empty when it could, or was not asked to. */
  String failure() {
    return hung.isEmpty() ? failure : hung;
  }

  /** From now on it is used no more, and stays loaded for the thread that is in it. Any thread. */
  void hang(String reason) {
    hung = reason;
  }

  /** Whether it is the plugin that a wrapper of PF4J is. Any thread. */
  boolean isLoadedAs(PluginWrapper wrapper) {
    return JarLoader.isOf(wrapper, jar);
  }

  /** Whether its jar was found to be another one: the next look at the folder makes it anew. */
  boolean outdated() {
    return outdated;
  }

  /** How often its observers threw. */
  int failedObservers() {
    return failedObservers.get();
  }

  /**
   * Make the beans. Returns whether the plugin is awake.
   *
   * @throws JarChanged when its jar is another one by now
   */
  boolean wake() {
    boolean awake = boot();
    if (outdated) {
      throw new JarChanged(jar);
    }
    return awake;
  }

  private boolean boot() {
    if (awake() || !failure().isEmpty()) {
      return awake();
    }
    for (LoadedPlugin dependency : dependencies) {
      if (!dependency.boot()) {
        failure = "it needs the plugin '" + dependency.id() + "': " + dependency.failure();
        outdated = dependency.outdated;
        return false;
      }
    }
    dependencies.forEach(LoadedPlugin::use);
    try {
      wrapper = loader.start(jar, dependencies.stream().map(it -> it.wrapper).toList(), services);
      if (!JarLoader.started(wrapper)) {
        throw new IllegalStateException(JarLoader.failure(wrapper));
      }
      Beans made = ((BeanPlugin) wrapper.getPlugin()).beans();
      instantiate(made);
      beans = made;
    } catch (RuntimeException | ClassNotFoundException | Error e) {
      outdated = e instanceof JarChanged;
      failure = "it failed to start: " + Reason.of(e);
      LOG.warn("plugin '{}': {}", id(), failure);
      unload();
      dependencies.forEach(LoadedPlugin::release);
    }
    return awake();
  }

  /** All extensions at once: one that cannot be made fails the start, not a request. */
  private void instantiate(Beans made) throws ClassNotFoundException {
    for (ExtensionIndex extension : jar.index().extensions()) {
      Class<?> type = wrapper.getPluginClassLoader().loadClass(extension.type());
      extensions.put(extension.type(), made.of(type));
    }
  }

  /** An extension by its class name. */
  <H extends HookPoint> H extension(String type, Class<H> hook) {
    return hook.cast(extensions.get(type));
  }

  /** Tell its observers; what they throw is logged and counted. */
  void fire(Object event) {
    Beans awake = beans;
    if (awake == null || !(event instanceof HostEvent)) {
      return;
    }
    try {
      awake.fire(event);
    } catch (RuntimeException | Error e) {
      failedObservers.incrementAndGet();
      LOG.warn(
          "plugin '{}' failed at {}: {}",
          id(),
          event.getClass().getSimpleName(),
          Reason.outermost(e));
    }
  }

  void use() {
    users++;
  }

  void release() {
    users--;
    unloadWhenDone();
  }

  /** No new user is coming. */
  void retire() {
    retired = true;
    unloadWhenDone();
  }

  private void unloadWhenDone() {
    if (retired && users == 0) {
      boolean loaded = beans != null;
      unload();
      if (loaded) {
        dependencies.forEach(LoadedPlugin::release);
      }
    }
  }

  private void unload() {
    extensions.clear();
    beans = null;
    if (wrapper != null) {
      loader.unload(wrapper);
      wrapper = null;
    }
  }
}
