package dev.kiln.host.plugin;

import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.plugin.JarCopies.JarChanged;
import dev.kiln.host.plugin.PluginCatalog.Line;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.host.PluginHome;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a host: which jars run, when they wake up, and which extensions are active in a
 * request. Jars may come, change and go while it runs. Safe from any thread: every step in a
 * plugin's life happens under one lock.
 */
public final class PluginRuntime implements HookSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRuntime.class);

  private final RuntimeSettings settings;
  private final Map<Class<?>, Object> services;
  private final JarPlaces places;
  private final PluginFiles files;
  private final JarLoader loader;
  private final RunningPlugins running;
  private final StuckThreads stuck;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final SwapPatience swaps = new SwapPatience();
  private final FolderWatch watch = new FolderWatch(this::seen, this::refresh);
  private List<Line> lines = List.of();
  private volatile Object followed = List.of();
  private final Map<String, Conflict> decisions = new TreeMap<>();
  private boolean serving;
  private boolean closed;

  /**
   * Read the folder; no class of any plugin is loaded.
   *
   * @param services that plugins may inject, by their SPI interface
   * @throws BadRequest when the folder cannot be read
   */
  public PluginRuntime(RuntimeSettings settings, Map<Class<?>, Object> services) {
    this.settings = settings;
    this.services = services;
    this.files = new PluginFiles(settings.home());
    this.places = settings.places();
    this.loader = new JarLoader(settings.home().resolve("work"));
    this.running = new RunningPlugins(loader, settings.host(), this::servicesOf);
    this.stuck = new StuckThreads(loader.frames(), running::all, settings.home());
    refresh();
  }

  private Map<Class<?>, Object> servicesOf(DroppedJar jar) {
    Map<Class<?>, Object> lent = new HashMap<>(services);
    lent.put(PluginHome.class, new PluginData(jar, files, settings.flags()));
    lent.putAll(NamedServices.of(this));
    return lent;
  }

  /** Whether the settings file or a flag of the command line sets an option of a plugin. */
  public boolean sets(String plugin, String option) {
    return files.settings(settings.flags()).getOrDefault(plugin, Map.of()).containsKey(option);
  }

  /** Look at the folder and the list of disabled plugins, and follow what changed. */
  public void refresh() {
    follow();
    // Without the lock: a listener may hold one of its own, and another thread wait in it for ours.
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("the change of plugins could not be followed everywhere: {}", e.toString());
      }
    }
  }

  private synchronized void follow() {
    if (closed) {
      return;
    }
    // Taken before the jars are read: a change in between is seen at the next look.
    followed = seen();
    PluginCatalog catalog = new PluginCatalog(places.read(), files.disabled());
    lines = catalog.lines();
    Set<String> gone = running.follow(catalog.inOrder());
    gone.removeAll(files.disabled());
    if (!gone.isEmpty()) {
      swaps.gone();
    }
    if (serving) {
      running.wakeForServer();
    }
  }

  /** From now on follow the folder by itself. */
  public void watch() {
    watch.start();
  }

  private Object seen() {
    return List.of(places.listing(), files.disabled());
  }

  /** Follow what changed since the last look: a new request gets no code that was replaced. */
  void lookAgain() {
    // A plugin that asks for hooks while it wakes already runs in a request that has looked.
    if (Thread.holdsLock(this)) {
      return;
    }
    try {
      if (!seen().equals(followed)) {
        watch.settle();
        refresh();
      }
    } catch (BadRequest awayForAMoment) {
      LOG.warn("plugins could not be read again: {}", awayForAMoment.getMessage());
    }
  }

  /** The server runs: wake what waits for it. */
  public synchronized void serverStarted() {
    if (!serving) {
      serving = true;
      running.wakeForServer();
    }
  }

  /** Be told whenever plugins may have come or gone. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public String state() {
    return settings.safeMode() ? "" : followed.toString();
  }

  @Override
  public Hooks open(GenerationRequest request) {
    return steady(() -> opened(request));
  }

  /** Do something with the jars as they lie now; again where one is exchanged meanwhile. */
  <T> T steady(Supplier<T> use) {
    return swaps.outlast(
        () -> {
          lookAgain();
          try {
            return use.get();
          } catch (JarChanged e) {
            refresh();
            throw e;
          }
        });
  }

  private synchronized Hooks opened(GenerationRequest request) {
    Wishes wishes = checked(request);
    Claims all = running.contributions();
    Map<Class<? extends HookPoint>, List<Slot>> taking =
        new Participants(all, wishes, serving).wake();
    Set<LoadedPlugin> awake = new LinkedHashSet<>(running.all());
    awake.removeIf(plugin -> !plugin.awake());
    awake.forEach(LoadedPlugin::use);
    return new RequestHooks(wishes, awake, taking, this::decided, () -> release(awake));
  }

  @Override
  public void check(GenerationRequest request) {
    steady(
        () -> {
          checked(request);
          new NamedChoices(contributions()).check(request);
          return request;
        });
  }

  @Override
  public boolean has(Class<? extends HookPoint> hook, Set<String> plugins) {
    return contributions().of(hook).stream().anyMatch(slot -> plugins.contains(slot.plugin().id()));
  }

  private synchronized Wishes checked(GenerationRequest request) {
    var sampler = new NamedChoices(running.contributions()).sampler(request);
    request.plugins().forEach((id, values) -> named(id).options().checkRequest(values));
    Wishes wishes = new Wishes(request, files, settings.flags(), sampler, services);
    new Exclusions(running.all(), wishes).check();
    return wishes;
  }

  private LoadedPlugin named(String id) {
    return running
        .find(id)
        .orElseThrow(() -> new BadRequest(PluginCatalog.missing(id, lines, running.ids())));
  }

  private synchronized void decided(Conflict decision) {
    decisions.put(decision.point(), decision);
  }

  private synchronized void release(Set<LoadedPlugin> used) {
    used.forEach(LoadedPlugin::release);
    forgetCopies();
  }

  /** What plugins give beside hooks: routes, commands, panels, options. */
  public PluginContributions services() {
    return new PluginContributions(this);
  }

  String preferredOptimizer() {
    return files.attention();
  }

  synchronized List<LoadedPlugin> running() {
    return running.all();
  }

  synchronized Claims contributions() {
    return running.contributions();
  }

  /**
   * Hold a plugin awake while something of it runs.
   *
   * @return empty when the plugin is gone
   * @throws PluginProblem when it cannot wake
   */
  synchronized Optional<Slot> borrow(Slot slot) {
    LoadedPlugin plugin = slot.plugin();
    if (!running.has(plugin)) {
      return Optional.empty();
    }
    if (!plugin.wake()) {
      throw new PluginProblem("plugin '" + plugin.id() + "' cannot be used: " + plugin.failure());
    }
    plugin.use();
    return Optional.of(slot);
  }

  void giveBack(Slot slot) {
    release(Set.of(slot.plugin()));
  }

  /** Switch a plugin on or off, here and in every running host of the same home. */
  public void enable(String id, boolean on) {
    synchronized (this) {
      List<String> ids = lines.stream().map(line -> line.found().id()).distinct().toList();
      if (!ids.contains(id)) {
        throw new BadRequest(PluginCatalog.missing(id, lines, ids));
      }
      files.disable(id, !on);
    }
    refresh();
  }

  public synchronized PluginReport report() {
    return PluginReport.of(lines, running, decisions.values(), stuck.hung());
  }

  /** Find who keeps a thread that does not come back. Takes no lock that the thread may hold. */
  public Keeper abandon(Thread thread) {
    return stuck.abandon(thread);
  }

  /** Stop all plugins; those that a generation still uses stop with it. */
  @Override
  public void close() {
    watch.close();
    stuck.close();
    synchronized (this) {
      closed = true;
      lines = List.of();
      running.follow(List.of());
      forgetCopies();
    }
  }

  private void forgetCopies() {
    if (closed && loader.idle()) {
      loader.close();
      files.close();
      places.close();
    }
  }
}
