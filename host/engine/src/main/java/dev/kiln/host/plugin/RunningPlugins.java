package dev.kiln.host.plugin;

import dev.kiln.host.plugin.JarCopies.JarChanged;
import dev.kiln.spi.WakeOn.Wake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The builds of plugins that new requests get, one for each id. Guarded by the runtime's lock. */
final class RunningPlugins {
  private static final Logger LOG = LoggerFactory.getLogger(RunningPlugins.class);

  private final JarLoader loader;
  private final Function<DroppedJar, Map<Class<?>, Object>> services;
  private volatile Map<String, LoadedPlugin> byId = Map.of();
  private final HostPlaces host;
  private Claims contributions = new Claims(List.of(), HostPlaces.NONE);

  RunningPlugins(
      JarLoader loader, HostPlaces host, Function<DroppedJar, Map<Class<?>, Object>> services) {
    this.loader = loader;
    this.host = host;
    this.services = services;
  }

  /**
   * Become what is wanted. What stays the same stays awake; what goes is unloaded as soon as nobody
   * uses it.
   *
   * @param wanted each jar behind those that it depends on
   * @return ids of the plugins that are no more
   */
  Set<String> follow(List<DroppedJar> wanted) {
    Map<String, LoadedPlugin> before = byId;
    Map<String, LoadedPlugin> now = new TreeMap<>();
    for (DroppedJar jar : wanted) {
      now.put(jar.id(), same(before.get(jar.id()), jar, now));
    }
    byId = now;
    before.values().stream().filter(old -> byId.get(old.id()) != old).forEach(LoadedPlugin::retire);
    contributions = new Claims(byId.values(), host);
    Set<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(byId.keySet());
    return gone;
  }

  /** Wake what waits for the server; whose jar is just being replaced is woken at the next look. */
  void wakeForServer() {
    contributions.byHook().values().stream()
        .flatMap(List::stream)
        .filter(slot -> slot.extension().wake() == Wake.SERVER)
        .forEach(
            slot -> {
              try {
                slot.plugin().wake();
              } catch (JarChanged e) {
                LOG.info("plugin '{}': {}", slot.plugin().id(), e.getMessage());
              }
            });
  }

  /** A plugin whose dependency became another is another too: it is linked to the old classes. */
  private LoadedPlugin same(LoadedPlugin old, DroppedJar jar, Map<String, LoadedPlugin> others) {
    List<LoadedPlugin> dependencies =
        jar.manifest().dependencies().stream()
            .map(it -> others.get(it.getPluginId()))
            .filter(Objects::nonNull)
            .toList();
    boolean same =
        old != null
            && !old.outdated()
            && old.jar().equals(jar)
            && old.dependencies().equals(dependencies);
    return same ? old : new LoadedPlugin(jar, dependencies, loader, services.apply(jar));
  }

  Optional<LoadedPlugin> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whether a plugin is still the one that new requests get. */
  boolean has(LoadedPlugin plugin) {
    return byId.get(plugin.id()) == plugin;
  }

  /** By id. Any thread. */
  List<LoadedPlugin> all() {
    return new ArrayList<>(byId.values());
  }

  Collection<String> ids() {
    return byId.keySet();
  }

  Claims contributions() {
    return contributions;
  }
}
