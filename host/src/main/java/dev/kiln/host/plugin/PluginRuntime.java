package dev.kiln.host.plugin;

import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource;
import dev.kiln.host.plugin.Contributions.Slot;
import dev.kiln.host.plugin.PluginCatalog.Line;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginReport.HookLine;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.WakeOn.Wake;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plugins of a host: which jars run, when they wake, and what takes part in a request. Jars may
 * come, change and go while it runs. Safe from any thread: every step in a plugin's life happens
 * under one lock.
 */
public final class PluginRuntime implements HookSource, AutoCloseable {
  private final Settings settings;
  private final Map<Class<?>, Object> services;
  private final DropFolder folder;
  private final PluginFiles files;
  private final JarLoader loader;
  private final Map<String, LoadedPlugin> running = new HashMap<>();
  private final Map<String, LoadedPlugin> byUniqueId = new HashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final FolderWatch watch = new FolderWatch(this::seen, this::refresh);
  private List<Line> lines = List.of();
  private Contributions contributions = new Contributions(List.of());
  private boolean serving;

  /**
   * Where a runtime finds things.
   *
   * @param folder that plugin jars are dropped into
   * @param home for settings, data and private copies
   * @param safeMode run no plugin at all
   * @param spiVersion of the contract that this host has
   */
  public record Settings(Path folder, Path home, boolean safeMode, String spiVersion) {}

  /**
   * Read the folder; no class of any plugin is loaded.
   *
   * @param services that plugins may inject, by their SPI interface
   */
  public PluginRuntime(Settings settings, Map<Class<?>, Object> services) {
    this.settings = settings;
    this.services = services;
    this.files = new PluginFiles(settings.home());
    this.folder = new DropFolder(settings.folder(), settings.spiVersion());
    Path copies =
        settings.home().resolve("work").resolve("plugins-" + ProcessHandle.current().pid());
    this.loader = new JarLoader(copies, new Boot());
    refresh();
  }

  /** Look at the folder and the list of disabled plugins, and follow what changed. */
  public synchronized void refresh() {
    PluginCatalog catalog =
        new PluginCatalog(settings.safeMode() ? List.of() : folder.read(), files.disabled());
    lines = catalog.lines();
    Map<String, DroppedJar> wanted = catalog.running();
    for (LoadedPlugin old : List.copyOf(running.values())) {
      DroppedJar jar = wanted.get(old.id());
      if (jar == null || !jar.sha256().equals(old.jar().sha256())) {
        running.remove(old.id());
        old.retire();
      }
    }
    byUniqueId.values().removeIf(LoadedPlugin::gone);
    wanted.forEach(
        (id, jar) -> running.computeIfAbsent(id, it -> remember(new LoadedPlugin(jar, loader))));
    contributions = new Contributions(running.values());
    if (serving) {
      wake(slot -> slot.extension().wake() == Wake.SERVER);
    }
    List.copyOf(listeners).forEach(Runnable::run);
  }

  private LoadedPlugin remember(LoadedPlugin plugin) {
    byUniqueId.put(JarLoader.uniqueId(plugin.jar()), plugin);
    return plugin;
  }

  /** From now on follow the folder by itself. */
  public void watch() {
    watch.start();
  }

  private Object seen() {
    return List.of(folder.listing(), files.disabled());
  }

  /** The server runs: wake what waits for it. */
  public synchronized void serverStarted() {
    serving = true;
    wake(slot -> slot.extension().wake() == Wake.SERVER);
  }

  private void wake(Predicate<Slot> which) {
    contributions.byHook().values().stream()
        .flatMap(List::stream)
        .filter(which)
        .map(Slot::plugin)
        .distinct()
        .forEach(LoadedPlugin::wake);
  }

  /** Be told whenever plugins came or went. */
  public synchronized void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized Hooks open(GenerationRequest request) {
    Map<String, Map<String, Object>> defaults = files.settings();
    request.plugins().forEach(this::checkOptions);
    Set<String> named =
        Stream.of(request.sampler(), request.scheduler(), request.guidance())
            .filter(name -> !name.isBlank())
            .collect(Collectors.toSet());
    Set<LoadedPlugin> used = new LinkedHashSet<>();
    Map<String, List<Slot>> slots = new HashMap<>();
    contributions
        .byHook()
        .forEach(
            (hook, all) -> {
              List<Slot> taking =
                  all.stream()
                      .filter(slot -> takesPart(slot, request, defaults, named))
                      .filter(slot -> awake(slot.plugin(), request))
                      .toList();
              taking.forEach(slot -> used.add(slot.plugin()));
              slots.put(hook, taking);
            });
    used.forEach(LoadedPlugin::use);
    return new RequestHooks(used, slots, request.plugins(), defaults, () -> release(used));
  }

  private synchronized void release(Set<LoadedPlugin> used) {
    used.forEach(LoadedPlugin::release);
  }

  private boolean takesPart(
      Slot slot,
      GenerationRequest request,
      Map<String, Map<String, Object>> defaults,
      Set<String> named) {
    String id = slot.plugin().id();
    boolean offered =
        slot.extension().offers().stream()
            .anyMatch(name -> named.stream().anyMatch(name::equalsIgnoreCase));
    return switch (slot.extension().wake()) {
      case GENERATION -> true;
      case SERVER -> serving;
      case OPTION -> offered || request.plugins().containsKey(id) || defaults.containsKey(id);
    };
  }

  /** Wake a plugin; one that was asked for by name and cannot is the request's failure. */
  private boolean awake(LoadedPlugin plugin, GenerationRequest request) {
    if (!plugin.wake() && request.plugins().containsKey(plugin.id())) {
      throw new BadRequest("plugin '" + plugin.id() + "' cannot be used: " + plugin.failure());
    }
    return plugin.awake();
  }

  private void checkOptions(String id, Map<String, Object> values) {
    LoadedPlugin plugin = running.get(id);
    if (plugin == null) {
      throw new BadRequest(notThere(id));
    }
    OptionsIndex options =
        plugin
            .options(Scope.REQUEST)
            .orElseThrow(() -> new BadRequest("plugin '" + id + "' takes no options"));
    new OptionBinder(id, options).check(values);
  }

  private String notThere(String id) {
    return lines.stream()
        .filter(line -> line.found().id().equals(id))
        .findFirst()
        .map(line -> "plugin '" + id + "' cannot be used: " + line.reason())
        .orElseGet(
            () ->
                "there is no plugin '"
                    + id
                    + "'; there are: "
                    + (running.isEmpty()
                        ? "none"
                        : running.keySet().stream().sorted().collect(Collectors.joining(", "))));
  }

  /** What plugins give beside hooks: routes, commands, panels, options. */
  public PluginServices services() {
    return new PluginServices(this);
  }

  synchronized List<LoadedPlugin> running() {
    return running.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
  }

  synchronized Contributions contributions() {
    return contributions;
  }

  /** Hold a plugin awake while something of it runs; empty when it is gone or cannot wake. */
  synchronized Optional<Slot> borrow(Slot slot) {
    LoadedPlugin plugin = running.get(slot.plugin().id());
    if (plugin != slot.plugin() || !plugin.wake()) {
      return Optional.empty();
    }
    plugin.use();
    return Optional.of(slot);
  }

  synchronized void giveBack(Slot slot) {
    slot.plugin().release();
  }

  /** Switch a plugin on or off, here and in every running host of the same home. */
  public void enable(String id, boolean on) {
    boolean known = lines.stream().anyMatch(line -> line.found().id().equals(id));
    if (!known) {
      throw new BadRequest(notThere(id));
    }
    files.disable(id, !on);
    refresh();
  }

  public synchronized PluginReport report() {
    List<PluginLine> plugins =
        lines.stream().map(line -> PluginLine.of(line, running.get(line.found().id()))).toList();
    List<HookLine> hooks =
        contributions.byHook().entrySet().stream()
            .map(
                entry ->
                    new HookLine(
                        entry.getKey(),
                        entry.getValue().stream().map(slot -> slot.plugin().id()).toList()))
            .toList();
    return new PluginReport(plugins, hooks, contributions.conflicts());
  }

  @Override
  public void close() {
    watch.close();
    synchronized (this) {
      List.copyOf(running.values()).forEach(LoadedPlugin::retire);
      running.clear();
      contributions = new Contributions(List.of());
    }
  }

  /** What a container is made of. */
  private final class Boot implements ContainerBoot {
    @Override
    public List<String> extensionTypes(String uniqueId) {
      return byUniqueId.get(uniqueId).jar().index().extensions().stream()
          .map(PluginIndex.ExtensionIndex::type)
          .toList();
    }

    @Override
    public Map<Class<?>, Object> services(String uniqueId) {
      Map<Class<?>, Object> lent = new HashMap<>(services);
      lent.put(PluginHome.class, new PluginData(byUniqueId.get(uniqueId), files));
      return lent;
    }
  }
}
