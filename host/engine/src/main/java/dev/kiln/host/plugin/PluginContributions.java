package dev.kiln.host.plugin;

import dev.kiln.host.Printable;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.FlagIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.Panel;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** What plugins offer besides hooks in a generation: routes, commands, panels, options. */
public final class PluginContributions {
  private final PluginRuntime runtime;

  PluginContributions(PluginRuntime runtime) {
    this.runtime = runtime;
  }

  public List<Contribution<RouteIndex>> routes() {
    return declared(HttpEndpoint.class, ExtensionIndex::routes, RouteIndex::key);
  }

  /** The forms of errors, of which one whose plugin's id comes first goes first. */
  public List<Contribution<ErrorFormIndex>> errorForms() {
    return declared(
        HttpEndpoint.class,
        extension -> Stream.ofNullable(extension.errorForm()).toList(),
        form -> Claims.errors(form.path()));
  }

  public List<Contribution<CommandIndex>> commands() {
    return declared(CliContribution.class, ExtensionIndex::commands, CommandIndex::name);
  }

  /** The flags of one request that say several options. */
  public List<Contribution<FlagIndex>> flags() {
    return declared(CliFlag.class, ExtensionIndex::cliFlags, FlagIndex::name);
  }

  /** The upscalers of all plugins. */
  public Upscalers upscalers() {
    return new NamedUpscalers(runtime);
  }

  /** What the extensions of a hook declare, but for what another has. */
  private <T> List<Contribution<T>> declared(
      Class<? extends HookPoint> hook,
      Function<ExtensionIndex, List<T>> what,
      Function<T, String> key) {
    Claims contributions = runtime.contributions();
    List<Contribution<T>> declared = new ArrayList<>();
    for (Slot slot : contributions.of(hook)) {
      what.apply(slot.extension()).stream()
          .filter(one -> contributions.holds(slot, hook, key.apply(one)))
          .forEach(one -> declared.add(new Contribution<>(slot.plugin().id(), one)));
    }
    return declared;
  }

  /**
   * Answer a request on a plugin's route.
   *
   * @return whether a plugin still has the route
   */
  public boolean call(String method, String path, ApiCall call, Answering answering) {
    return runtime
        .steady(
            () ->
                borrowed(
                    runtime.contributions().holder(HttpEndpoint.class, method + " " + path),
                    method + " " + path,
                    slot -> {
                      answering.send(
                          slot.as(HttpEndpoint.class).handle(call),
                          () -> runtime.running().contains(slot.plugin()));
                      return true;
                    }))
        .isPresent();
  }

  /**
   * Run a plugin's command.
   *
   * @return its exit code; empty when no plugin has such a command
   */
  public Optional<Integer> run(String name, CliCall call) {
    Optional<Slot> holder = runtime.contributions().holder(CliContribution.class, name);
    holder.ifPresent(slot -> checkParameters(slot, call));
    return borrowed(holder, "command " + name, slot -> slot.as(CliContribution.class).run(call));
  }

  private static void checkParameters(Slot slot, CliCall call) {
    CommandIndex command = slot.extension().commands().get(0);
    if (!command.takes(call.parameters().size())) {
      throw new BadRequest(
          "kiln "
              + command.name()
              + " takes "
              + (command.parameters().isEmpty()
                  ? "no parameters"
                  : String.join(" ", command.parameters()))
              + ", found "
              + call.parameters().size());
    }
  }

  /**
   * The options that such a flag means; wakes its plugin.
   *
   * @param values what stood behind it, once for each time that it was typed
   */
  public Map<String, Object> meaning(Contribution<FlagIndex> flag, List<String> values) {
    String name = flag.what().name();
    return borrowed(
            runtime.contributions().holder(CliFlag.class, name),
            "flag " + name,
            slot -> slot.as(CliFlag.class).options(List.copyOf(values)))
        .orElseThrow(
            () -> new BadRequest("plugin '" + flag.plugin() + "' is gone; leave out " + name));
  }

  /** What is done with an extension while its plugin is held awake. */
  interface Work<T> {
    T with(Slot slot) throws Exception;
  }

  /**
   * @return empty when nobody has the place, or its plugin is gone
   */
  <T> Optional<T> borrowed(Optional<Slot> holder, String what, Work<T> work) {
    Optional<Slot> slot = holder.flatMap(runtime::borrow);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.with(slot.get()));
    } catch (Throwable e) {
      throw Reason.attributed(e, slot.get(), what);
    } finally {
      runtime.giveBack(slot.get());
    }
  }

  /** All panels; wakes their plugins. */
  public List<PanelView> panels() {
    return runtime.contributions().of(Panel.class).stream()
        .flatMap(slot -> panel(slot).stream())
        .toList();
  }

  private Optional<PanelView> panel(Slot declared) {
    String id = declared.plugin().id();
    try {
      Optional<Slot> slot = runtime.borrow(declared);
      try {
        return slot.map(it -> it.as(Panel.class))
            .map(panel -> new PanelView(id, panel.title(), panel.html(), panel.script()));
      } finally {
        slot.ifPresent(runtime::giveBack);
      }
    } catch (Throwable e) {
      String reason = Reason.outermost(Printable.of(e)).replace("&", "&amp;").replace("<", "&lt;");
      return Optional.of(new PanelView(id, id, "This panel failed: " + reason, ""));
    }
  }

  /** The request options of all running plugins. */
  public List<Contribution<OptionsIndex>> options() {
    return options(Scope.REQUEST);
  }

  /** The options of all running plugins that are of one scope. */
  public List<Contribution<OptionsIndex>> options(Scope scope) {
    return runtime.running().stream()
        .flatMap(
            plugin ->
                plugin.options().of(scope).stream()
                    .map(options -> new Contribution<>(plugin.id(), options)))
        .toList();
  }

  /**
   * The options that a webUI request means, by plugin id.
   *
   * @throws BadRequest when it names a script that no plugin has
   */
  public Map<String, Map<String, Object>> fromWebui(Map<String, Object> request) {
    return new WebuiScripts(options()).of(request);
  }

  /**
   * The options that an infotext means, by plugin id; wakes the plugins that read keys of theirs.
   *
   * @param keys of the infotext; those of plugins are taken out
   * @param warn takes what cannot be read
   */
  public Map<String, Map<String, Object>> fromInfotext(
      Map<String, String> keys, Consumer<String> warn) {
    return new InfotextOptions(runtime, keys, warn).read();
  }

  /**
   * An optimizer of attention or convolutions as a plugin declares it.
   *
   * @param state what tells this build from others
   * @param rank higher is better
   * @param exact whether it computes the whole attention; others are used by name alone
   * @param flags of the command line that prefer it
   */
  public record OptimizerLine(
      String plugin, String name, String state, int rank, boolean exact, List<String> flags) {}

  /** The name of the optimizer that the settings file prefers; empty for none. */
  public String preferredOptimizer() {
    return runtime.preferredOptimizer();
  }

  /** All attention optimizers of the jars as they lie now, highest rank first; none is woken. */
  public List<OptimizerLine> optimizers() {
    return lines(AttentionOptimizer.class);
  }

  /** All optimizers of convolutions of the jars as they lie now; none is woken. */
  public List<OptimizerLine> convolutionOptimizers() {
    return lines(ConvolutionOptimizer.class);
  }

  private List<OptimizerLine> lines(Class<? extends HookPoint> hook) {
    runtime.lookAgain();
    return runtime.contributions().named(hook).stream()
        .map(
            slot ->
                new OptimizerLine(
                    slot.plugin().id(),
                    slot.extension().offers().get(0),
                    slot.plugin().jar().sha256(),
                    slot.extension().rank(),
                    slot.extension().exact(),
                    slot.extension().flags()))
        .sorted(
            Comparator.comparingInt((OptimizerLine line) -> -line.rank())
                .thenComparing(OptimizerLine::name))
        .toList();
  }

  /** The names of upscalers that plugins declare; none is woken. */
  public List<String> upscalerNames() {
    return runtime.contributions().named(Upscaler.class).stream()
        .flatMap(slot -> slot.extension().offers().stream())
        .toList();
  }

  /** The names of all samplers and schedules, the host's and those of plugins; none is woken. */
  public SamplerNames samplers() {
    return runtime.contributions().samplers();
  }

  /** Those of a plugin's flags that no other plugin has: for its options, its optimizers. */
  public List<String> held(String plugin, List<String> flags) {
    Claims contributions = runtime.contributions();
    return flags.stream()
        .filter(
            flag ->
                contributions
                    .holder(CliFlag.class, flag)
                    .filter(slot -> slot.plugin().id().equals(plugin))
                    .isPresent())
        .toList();
  }
}
