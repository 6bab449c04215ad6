package dev.kiln.host.plugin;

import dev.kiln.host.plugin.Contributions.Slot;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.Panel;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What plugins give beside hooks in a generation: routes, commands, panels, options. */
public final class PluginServices {
  private final PluginRuntime runtime;

  PluginServices(PluginRuntime runtime) {
    this.runtime = runtime;
  }

  /** A route as a plugin declares it. */
  public record RouteLine(String plugin, String method, String path, String summary) {}

  /** A command as a plugin declares it. */
  public record CommandLine(String plugin, String name, String summary, List<String> parameters) {}

  /** A panel: plain HTML, or the message of the plugin that failed to give it. */
  public record PanelLine(String plugin, String title, String html) {}

  /** The request options of one plugin. */
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
    Contributions contributions = runtime.contributions();
    for (Slot slot : contributions.of("HttpEndpoint")) {
      slot.extension().routes().stream()
          .filter(route -> contributions.holds(slot, "route", route.key()))
          .map(it -> new RouteLine(slot.plugin().id(), it.method(), it.path(), it.summary()))
          .forEach(routes::add);
    }
    return routes;
  }

  /**
   * Answer a request on a plugin's route.
   *
   * @return empty when no plugin has the route any more
   */
  public Optional<ApiResponse> call(String method, String path, ApiCall call) throws Exception {
    runtime.lookAgain();
    Optional<Slot> slot =
        runtime.contributions().holder("route", method + " " + path).flatMap(runtime::borrow);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    try {
      LoadedPlugin plugin = slot.get().plugin();
      return Optional.of(
          plugin.extension(slot.get().extension().type(), HttpEndpoint.class).handle(call));
    } catch (Exception | LinkageError | AssertionError e) {
      throw attributed(e, slot.get(), method + " " + path);
    } finally {
      runtime.giveBack(slot.get());
    }
  }

  public List<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    Contributions contributions = runtime.contributions();
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
  public Optional<Integer> run(String name, CliCall call) throws Exception {
    Optional<Slot> slot = runtime.contributions().holder("command", name);
    slot.ifPresent(it -> checkParameters(it, call));
    slot = slot.flatMap(runtime::borrow);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    try {
      LoadedPlugin plugin = slot.get().plugin();
      return Optional.of(
          plugin.extension(slot.get().extension().type(), CliContribution.class).run(call));
    } catch (Exception | LinkageError | AssertionError e) {
      throw attributed(e, slot.get(), "command " + name);
    } finally {
      runtime.giveBack(slot.get());
    }
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
        return slot.map(it -> it.plugin().extension(it.extension().type(), Panel.class))
            .map(panel -> new PanelLine(id, panel.title(), panel.html()));
      } finally {
        slot.ifPresent(runtime::giveBack);
      }
    } catch (RuntimeException | LinkageError | AssertionError e) {
      String reason = Reason.outermost(e).replace("&", "&amp;").replace("<", "&lt;");
      return Optional.of(new PanelLine(id, id, "This panel failed: " + reason));
    }
  }

  /** The request options of all running plugins. */
  public List<OptionsLine> options() {
    return runtime.running().stream()
        .flatMap(
            plugin ->
                plugin.options().of(Scope.REQUEST).stream()
                    .map(options -> new OptionsLine(plugin.id(), options)))
        .toList();
  }

  /**
   * The options that a webUI request means, by plugin id.
   *
   * @throws BadRequest when it names a script that no plugin has
   */
  public Map<String, Map<String, Object>> fromWebui(Map<String, Object> request) {
    return new WebuiOptions(options()).of(request);
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
    Contributions contributions = runtime.contributions();
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
    Contributions contributions = runtime.contributions();
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
