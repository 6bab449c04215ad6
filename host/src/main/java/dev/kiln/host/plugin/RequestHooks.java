package dev.kiln.host.plugin;

import dev.kiln.host.pipeline.HookSource.Hook;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.plugin.Contributions.Slot;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plugins that take part in one request, held until it is over. */
final class RequestHooks implements Hooks {
  private final Set<LoadedPlugin> plugins;
  private final Map<String, List<Slot>> slots;
  private final Map<String, Map<String, Object>> requested;
  private final Map<String, Map<String, Object>> settings;
  private final Runnable release;

  /**
   * @param plugins awake, in use until {@code release} runs
   * @param slots their extensions by hook, in order
   */
  RequestHooks(
      Set<LoadedPlugin> plugins,
      Map<String, List<Slot>> slots,
      Map<String, Map<String, Object>> requested,
      Map<String, Map<String, Object>> settings,
      Runnable release) {
    this.plugins = plugins;
    this.slots = slots;
    this.requested = requested;
    this.settings = settings;
    this.release = release;
  }

  @Override
  public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
    return slots.getOrDefault(type.getSimpleName(), List.of()).stream()
        .map(
            slot ->
                new Hook<>(
                    slot.plugin().id(), slot.plugin().extension(slot.extension().type(), type)))
        .toList();
  }

  @Override
  public <T extends Record> Optional<T> options(String id, Class<T> type) {
    LoadedPlugin plugin =
        plugins.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    boolean named = requested.containsKey(id) || settings.containsKey(id);
    if (!named) {
      return Optional.empty();
    }
    Map<String, Object> values =
        new HashMap<>(plugin.section(Scope.REQUEST, settings.getOrDefault(id, Map.of())));
    values.putAll(requested.getOrDefault(id, Map.of()));
    return Optional.of(plugin.bind(Scope.REQUEST, values, type));
  }

  @Override
  public void fire(Object event) {
    plugins.forEach(plugin -> plugin.fire(event));
  }

  @Override
  public void close() {
    release.run();
  }
}
