package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.OptionBinder;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.FlagIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Flags of the command line that plugins declare, as webUI's extensions do in {@code preload.py}:
 * for their options, to prefer an attention optimizer, or to set several options. They are read
 * from the jars' indexes only when an unknown flag is typed or help is requested.
 */
final class PluginOptionFlags {
  private static final List<String> HELP = List.of("-h", "--help");

  private final Map<Contribution<OptionsIndex>, Map<String, Object>> options =
      new LinkedHashMap<>();
  private final Map<Contribution<FlagIndex>, List<String>> free = new LinkedHashMap<>();
  private final List<String> preferred = new ArrayList<>();

  /** Who takes the flags. */
  enum Audience {
    /** A plugin's command: flags of settings alone. */
    COMMAND,
    /** All requests of a process. */
    SERVER,
    /** One request, of which a flag may say several options. */
    PICTURE
  }

  /**
   * Options by plugin id, as JSON values.
   *
   * @throws BadRequest when one is out of range
   */
  Map<String, Map<String, Object>> options() {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    options.forEach(
        (line, values) -> {
          try {
            new OptionBinder(line.plugin(), line.what()).check(values);
          } catch (BadRequest e) {
            throw new BadRequest("on the command line, " + e.getMessage(), e);
          }
          all.computeIfAbsent(line.plugin(), id -> new LinkedHashMap<>()).putAll(values);
        });
    return all;
  }

  /** Names of attention optimizers, in the order in which their flags were typed. */
  List<String> preferred() {
    return preferred;
  }

  /**
   * Options of one request by plugin id that flags mean which say more than one; wakes the plugins
   * of those that were typed.
   *
   * @throws BadRequest when a plugin refuses what was typed
   */
  Map<String, Map<String, Object>> meant(PluginContributions plugins) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    free.forEach(
        (flag, values) ->
            all.computeIfAbsent(flag.plugin(), id -> new LinkedHashMap<>())
                .putAll(plugins.meaning(flag, values)));
    return all;
  }

  /** Let a command take the flags, if its arguments need them. */
  void addTo(CommandLine command, List<String> arguments, Audience audience) {
    Map<String, OptionSpec> known = command.getCommandSpec().optionsMap();
    boolean needed =
        arguments.stream()
            .filter(argument -> argument.startsWith("--") || argument.equals("-h"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .anyMatch(argument -> !known.containsKey(argument) || HELP.contains(argument));
    if (needed) {
      HostOptions host = new HostOptions();
      new CommandLine(host)
          .setExpandAtFiles(false)
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(arguments.toArray(String[]::new));
      try (PluginRuntime plugins = Engine.plugins(host.settings())) {
        addTo(command, plugins.services(), audience);
      }
    }
  }

  /** Let a command take the flags of plugins that are read already. */
  void addTo(CommandLine command, PluginContributions plugins, Audience audience) {
    CommandSpec spec = command.getCommandSpec();
    if (audience != Audience.COMMAND) {
      for (OptimizerLine optimizer : plugins.optimizers()) {
        String text = "prefer attention by " + optimizer.name();
        plugins
            .held(optimizer.plugin(), optimizer.flags())
            .forEach(
                flag ->
                    new DeclaredFlags(spec, optimizer.plugin())
                        .on(flag, text, () -> preferred.add(optimizer.name())));
      }
      plugins.options(Scope.REQUEST).forEach(line -> declare(spec, plugins, line));
    }
    plugins.options(Scope.SETTINGS).forEach(line -> declare(spec, plugins, line));
    if (audience == Audience.PICTURE) {
      plugins.flags().forEach(flag -> declare(spec, flag));
    }
  }

  private void declare(CommandSpec spec, Contribution<FlagIndex> flag) {
    DeclaredFlags flags = new DeclaredFlags(spec, flag.plugin());
    FlagIndex it = flag.what();
    if (it.value().isEmpty()) {
      flags.on(it.name(), it.summary(), () -> free.putIfAbsent(flag, List.of()));
    } else {
      flags.each(
          it.name(),
          it.value(),
          it.summary(),
          value -> free.computeIfAbsent(flag, key -> new ArrayList<>()).add(value));
    }
  }

  private void declare(
      CommandSpec spec, PluginContributions plugins, Contribution<OptionsIndex> line) {
    DeclaredFlags flags = new DeclaredFlags(spec, line.plugin());
    for (FieldIndex field : line.what().fields()) {
      flags.option(
          field,
          plugins.held(line.plugin(), field.flags()),
          text(field),
          () -> options.computeIfAbsent(line, id -> new LinkedHashMap<>()));
    }
  }

  /** What help says of an option: its label, and the sentence that explains it. */
  static String text(FieldIndex field) {
    return field.help().isEmpty() ? field.label() : field.label() + ": " + field.help();
  }
}
