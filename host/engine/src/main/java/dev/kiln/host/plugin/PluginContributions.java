package dev.kiln.host.plugin;

import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.Panel;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What plugins give beside hooks in a generation: routes, commands, panels, options. */
public final class PluginContributions {
  private final PluginRuntime runtime;

  PluginContributions(PluginRuntime runtime) {
    this.runtime = runtime;
  }

  /** A route as a plugin declares it. */
  public record RouteLine(
      String plugin, String method, String path, String summary, RouteInput takes) {}

  /** A command as a plugin declares it. */
  public record CommandLine(String plugin, String name, String summary, List<String> parameters) {}

  /**
   * A panel: plain HTML, or the message of the plugin that failed to give it.
   *
   * @param script an ES module; empty for none
   */
  public record PanelLine(String plugin, String title, String html, String script) {}

  /** A flag of one request that says several options, as a plugin declares it. */
  public record FlagLine(String plugin, String name, String value, String summary) {}

  /** The options of one plugin that are of one scope. */
  public record OptionsLine(String plugin, OptionsIndex options) {
    /**
     * @throws BadRequest when a value is of a wrong type or out of range
     */
    public void check(Map<String, ?> values) {
      new OptionBinder(plugin, options).check(values);
    }
  }

  public List<RouteLine> routes() {
    List<RouteLine> routes = new ArrayList<>();
    Claims contributions = runtime.contributions();
    for (Slot slot : contributions.of("HttpEndpoint")) {
      slot.extension().routes().stream()
          .filter(route -> contributions.holds(slot, "route", route.key()))
          .map(
              it ->
                  new RouteLine(
                      slot.plugin().id(), it.method(), it.path(), it.summary(), it.takes()))
          .forEach(routes::add);
    }
    return routes;
  }

  /**
   * Answer a request on a plugin's route.
   *
   * @return whether a plugin still has the route
   */
  public boolean call(String method, String path, ApiCall call, Answering answering) {
    runtime.lookAgain();
    return borrowed(
            runtime.contributions().holder("route", method + " " + path),
            method + " " + path,
            slot -> {
              HttpEndpoint endpoint = extension(slot, HttpEndpoint.class);
              answering.send(endpoint.handle(call), () -> runtime.has(slot));
              return true;
            })
        .isPresent();
  }

  public List<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    Claims contributions = runtime.contributions();
    for (Slot slot : contributions.of("CliContribution")) {
      slot.extension().commands().stream()
          .filter(command -> contributions.holds(slot, "command", command.name()))
          .map(it -> new CommandLine(slot.plugin().id(), it.name(), it.summary(), it.parameters()))
          .forEach(commands::add);
    }
    return commands;
  }

  /**
   * Run a plugin's command.
   *
   * @return its exit code; empty when no plugin has such a command
   */
  public Optional<Integer> run(String name, CliCall call) {
    Optional<Slot> holder = runtime.contributions().holder("command", name);
    holder.ifPresent(slot -> checkParameters(slot, call));
    return borrowed(
        holder, "command " + name, slot -> extension(slot, CliContribution.class).run(call));
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

  /** The flags of one request that say several options. */
  public List<FlagLine> flags() {
    List<FlagLine> flags = new ArrayList<>();
    Claims contributions = runtime.contributions();
    for (Slot slot : contributions.of("CliFlag")) {
      slot.extension().cliFlags().stream()
          .filter(flag -> contributions.holds(slot, "flag", flag.name()))
          .map(it -> new FlagLine(slot.plugin().id(), it.name(), it.value(), it.summary()))
          .forEach(flags::add);
    }
    return flags;
  }

  /**
   * The options that such a flag means; wakes its plugin.
   *
   * @param values what stood behind it, once for each time that it was typed
   */
  public Map<String, Object> meaning(FlagLine flag, List<String> values) {
    return borrowed(
            runtime.contributions().holder("flag", flag.name()),
            "flag " + flag.name(),
            slot -> extension(slot, CliFlag.class).options(List.copyOf(values)))
        .orElseThrow(
            () ->
                new BadRequest("plugin '" + flag.plugin() + "' is gone; leave out " + flag.name()));
  }

  /** What is done with an extension while its plugin is held awake. */
  private interface Work<T> {
    T with(Slot slot) throws Exception;
  }

  /**
   * @return empty when nobody has the place, or its plugin is gone
   */
  private <T> Optional<T> borrowed(Optional<Slot> holder, String what, Work<T> work) {
    Optional<Slot> slot = holder.flatMap(runtime::borrow);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.with(slot.get()));
    } catch (Exception | LinkageError | AssertionError e) {
      throw attributed(e, slot.get(), what);
    } finally {
      runtime.giveBack(slot.get());
    }
  }

  private static <H extends HookPoint> H extension(Slot slot, Class<H> hook) {
    return slot.plugin().extension(slot.extension().type(), hook);
  }

  /** All panels; wakes their plugins. */
  public List<PanelLine> panels() {
    return runtime.contributions().of("Panel").stream()
        .flatMap(slot -> panel(slot).stream())
        .toList();
  }

  private Optional<PanelLine> panel(Slot declared) {
    String id = declared.plugin().id();
    try {
      Optional<Slot> slot = runtime.borrow(declared);
      try {
        return slot.map(it -> extension(it, Panel.class))
            .map(panel -> new PanelLine(id, panel.title(), panel.html(), panel.script()));
      } finally {
        slot.ifPresent(runtime::giveBack);
      }
    } catch (RuntimeException | LinkageError | AssertionError e) {
      String reason = Reason.outermost(e).replace("&", "&amp;").replace("<", "&lt;");
      return Optional.of(new PanelLine(id, id, "This panel failed: " + reason, ""));
    }
  }

  /** The request options of all running plugins. */
  public List<OptionsLine> options() {
    return options(Scope.REQUEST);
  }

  /** The options of all running plugins that are of one scope. */
  public List<OptionsLine> options(Scope scope) {
    return runtime.running().stream()
        .flatMap(
            plugin ->
                plugin.options().of(scope).stream()
                    .map(options -> new OptionsLine(plugin.id(), options)))
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
   * An attention optimizer as a plugin declares it.
   *
   * @param state what tells this build from others
   * @param rank higher is better
   * @param flags of the command line that prefer it
   */
  public record OptimizerLine(
      String plugin, String name, String state, double rank, List<String> flags) {}

  /** The name of the optimizer that the settings file prefers; empty for none. */
  public String preferredOptimizer() {
    return runtime.preferredOptimizer();
  }

  /**
   * All attention optimizers of the jars as they lie now, the highest rank first; none is woken.
   */
  public List<OptimizerLine> optimizers() {
    runtime.lookAgain();
    Claims contributions = runtime.contributions();
    return contributions.of("AttentionOptimizer").stream()
        .flatMap(
            slot ->
                slot.extension().offers().stream()
                    .limit(1)
                    .filter(name -> contributions.holds(slot, "AttentionOptimizer", name))
                    .map(
                        name ->
                            new OptimizerLine(
                                slot.plugin().id(),
                                name,
                                slot.plugin().jar().sha256(),
                                slot.extension().rank(),
                                slot.extension().flags())))
        .sorted(
            Comparator.comparingDouble((OptimizerLine line) -> -line.rank())
                .thenComparing(OptimizerLine::name))
        .toList();
  }

  /** The names that plugins answer to for one hook, by its simple name: "SamplerProvider". */
  public List<String> offers(String hook) {
    Claims contributions = runtime.contributions();
    return contributions.of(hook).stream()
        .flatMap(
            slot ->
                slot.extension().offers().stream()
                    .filter(name -> contributions.holds(slot, hook, name)))
        .toList();
  }

  /** The user's mistake as it is; anything else with who failed in what. */
  static RuntimeException attributed(Throwable failure, Slot slot, String what) {
    return failure instanceof BadRequest wrong
        ? wrong
        : new PluginProblem(
            "plugin '"
                + slot.plugin().id()
                + "' failed in "
                + what
                + ": "
                + Reason.outermost(failure),
            failure);
  }
}
