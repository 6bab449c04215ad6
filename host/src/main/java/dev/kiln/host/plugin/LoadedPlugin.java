package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.event.HostEvent;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One build of one plugin in this host: asleep until first needed, alive until it was retired and
 * its last user is done. Guarded by the runtime's lock, but for {@link #extension} and {@link
 * #fire}, which are safe from any thread while the plugin is in use.
 */
final class LoadedPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

  private final DroppedJar jar;
  private final JarLoader loader;
  private final Map<String, Object> extensions = new HashMap<>();
  private @Nullable PluginWrapper wrapper;
  private @Nullable WeldContainer container;
  private String failure = "";
  private int users;
  private boolean retired;

  LoadedPlugin(DroppedJar jar, JarLoader loader) {
    this.jar = jar;
    this.loader = loader;
  }

  DroppedJar jar() {
    return jar;
  }

  String id() {
    return jar.id();
  }

  boolean awake() {
    return container != null;
  }

  /** Why it could not wake; empty when it could, or was not asked to. */
  String failure() {
    return failure;
  }

  /** Boot the container. Returns whether the plugin is awake. */
  boolean wake() {
    if (awake() || !failure.isEmpty()) {
      return awake();
    }
    try {
      wrapper = loader.load(jar);
      PluginState state = loader.start(wrapper);
      if (state != PluginState.STARTED) {
        Throwable reason = wrapper.getFailedException();
        throw new IllegalStateException(reason == null ? "state " + state : reason.getMessage());
      }
      WeldContainer booted = ((CdiPlugin) wrapper.getPlugin()).container();
      instantiate(booted);
      container = booted;
    } catch (RuntimeException | LinkageError e) {
      failure =
          "it failed to start: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      LOG.warn("plugin '{}': {}", id(), failure);
      unload();
    }
    return awake();
  }

  /** All extensions at once: one that cannot be made fails the start, not a request. */
  private void instantiate(WeldContainer booted) {
    for (PluginIndex.ExtensionIndex extension : jar.index().extensions()) {
      try {
        Class<?> type = wrapper.getPluginClassLoader().loadClass(extension.type());
        extensions.put(extension.type(), booted.select(type).get());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("class " + extension.type() + " is not in the jar");
      }
    }
  }

  /** An extension by its class name. */
  <H extends HookPoint> H extension(String type, Class<H> hook) {
    return hook.cast(extensions.get(type));
  }

  /** Tell its observers; what they throw is logged. */
  void fire(Object event) {
    WeldContainer awake = container;
    if (awake == null || !(event instanceof HostEvent)) {
      return;
    }
    try {
      awake.event().fire(event);
    } catch (RuntimeException e) {
      LOG.warn(
          "plugin '{}' failed at {}: {}", id(), event.getClass().getSimpleName(), e.getMessage());
    }
  }

  /** Bind what a request says. */
  <T extends Record> T bind(Scope scope, Map<String, ?> values, Class<T> type) {
    OptionsIndex options =
        options(scope)
            .filter(it -> it.type().equals(type.getName()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        type.getName() + " is not annotated with @PluginOptions(" + scope + ")"));
    return new OptionBinder(id(), options).bind(values, type);
  }

  /**
   * The part of a plugin's settings that belongs to one scope; both stand in one section of the
   * file.
   */
  Map<String, Object> section(Scope scope, Map<String, Object> settings) {
    Map<String, Object> section = new HashMap<>(settings);
    for (OptionsIndex other : jar.index().options()) {
      if (other.scope() != scope) {
        other.fields().forEach(field -> section.remove(field.name()));
      }
    }
    return section;
  }

  Optional<OptionsIndex> options(Scope scope) {
    return jar.index().options(scope);
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

  /** Whether it was retired and nothing of it is left. */
  boolean gone() {
    return retired && users == 0;
  }

  private void unloadWhenDone() {
    if (gone()) {
      unload();
    }
  }

  private void unload() {
    extensions.clear();
    container = null;
    if (wrapper != null) {
      loader.unload(wrapper);
      wrapper = null;
    }
  }
}
