package dev.kiln.host.plugin;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.PluginSampler;
import dev.kiln.host.pipeline.hook.PluginSchedule;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.sampler.OfferedSchedule;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.hook.Panel;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.hook.SessionTuner;
import dev.kiln.spi.index.PluginOptions.Scope;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The plugins as they were at the start of a request, held until it is over. */
final class RequestHooks implements Hooks {
  private static final Set<Class<? extends HookPoint>> CHOOSE_OPERATORS =
      Set.of(
          GraphPatcher.class,
          SessionTuner.class,
          AttentionOptimizer.class,
          ConvolutionOptimizer.class);

  private static final Set<Class<? extends HookPoint>> BESIDE_PICTURES =
      Set.of(
          HttpEndpoint.class,
          CliContribution.class,
          CliFlag.class,
          Panel.class,
          InfotextReader.class);

  private final Wishes wishes;
  private final Set<LoadedPlugin> awake;
  private final Map<Class<? extends HookPoint>, List<Slot>> slots;
  private final Consumer<Conflict> decided;
  private final AtomicReference<Runnable> release;

  /**
   * @param awake all that are awake, in use until {@code release} runs
   * @param slots the active extensions by hook, in order
   * @param decided told who won where one does
   */
  RequestHooks(
      Wishes wishes,
      Set<LoadedPlugin> awake,
      Map<Class<? extends HookPoint>, List<Slot>> slots,
      Consumer<Conflict> decided,
      Runnable release) {
    this.wishes = wishes;
    this.awake = awake;
    this.slots = slots;
    this.decided = decided;
    this.release = new AtomicReference<>(release);
  }

  @Override
  public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
    return taking(type).stream()
        .map(
            slot ->
                new Hook<>(
                    slot.plugin().id(),
                    slot.extension().names(type).stream().findFirst().orElse(""),
                    slot.extension().rank(),
                    slot.as(type)))
        .toList();
  }

  @Override
  public List<OfferedSampler> samplers() {
    return taking(SamplerProvider.class).stream()
        .map(
            it -> {
              SamplerInfo info = it.extension().sampler();
              SamplerProvider provider = it.as(SamplerProvider.class);
              String plugin = it.plugin().id();
              return new OfferedSampler(
                  info, new PluginSampler(plugin, info.name(), provider), plugin);
            })
        .toList();
  }

  @Override
  public List<OfferedSchedule> schedules() {
    return taking(ScheduleProvider.class).stream()
        .map(
            it -> {
              ScheduleInfo info = it.extension().schedule();
              ScheduleProvider provider = it.as(ScheduleProvider.class);
              return new OfferedSchedule(
                  info, new PluginSchedule(it.plugin().id(), info.label(), provider));
            })
        .toList();
  }

  private List<Slot> taking(Class<? extends HookPoint> hook) {
    return slots.getOrDefault(hook, List.of());
  }

  @Override
  public <T extends Record> Optional<T> options(String id, Class<T> type) {
    return awake.stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .flatMap(
            plugin ->
                wishes
                    .options(plugin)
                    .map(values -> plugin.options().bind(Scope.REQUEST, values, type)));
  }

  @Override
  public String state(String id) {
    return awake.stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .map(
            plugin ->
                plugin.jar().sha256()
                    + " "
                    + wishes.options(plugin).map(TreeMap::new).map(TreeMap::toString).orElse(""))
        .orElse("");
  }

  @Override
  public String build(String id) {
    return awake.stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .map(plugin -> plugin.jar().sha256())
        .orElse("");
  }

  @Override
  public Map<String, Map<String, Object>> operatorOptions() {
    Map<String, Map<String, Object>> all = new TreeMap<>();
    for (LoadedPlugin plugin : awake) {
      if (choosesOperatorsAlone(plugin.jar().index())) {
        wishes.options(plugin).ifPresent(options -> all.put(plugin.id(), new TreeMap<>(options)));
      }
    }
    return all;
  }

  private static boolean choosesOperatorsAlone(PluginIndex index) {
    Set<Class<? extends HookPoint>> hooks =
        index.extensions().stream()
            .flatMap(extension -> extension.hooks().stream())
            .filter(hook -> !BESIDE_PICTURES.contains(hook))
            .collect(Collectors.toSet());
    return !hooks.isEmpty() && CHOOSE_OPERATORS.containsAll(hooks);
  }

  @Override
  public String guidance() {
    return wishes.guidance();
  }

  @Override
  public void decided(String point, List<String> claimants, String winner, String why) {
    decided.accept(new Conflict(point, "the last picture", claimants, winner, why));
  }

  @Override
  public void fire(Object event) {
    awake.forEach(plugin -> plugin.fire(event));
  }

  /** A second call does nothing: it would take away what another request uses. */
  @Override
  public void close() {
    Runnable first = release.getAndSet(() -> {});
    first.run();
  }
}
