package dev.kiln.host.app;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.PluginServices;
import dev.kiln.host.plugin.PluginServices.OptimizerLine;
import dev.kiln.host.plugin.PluginServices.OptionsLine;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Flags of the command line that plugins declare, as webUI's extensions do in {@code preload.py}:
 * for options of theirs, and to prefer an attention optimizer. They are read from the jars' indexes
 * only when a flag is typed that the host does not know, or help is asked for.
 */
final class PluginOptionFlags {
  private static final List<String> HELP = List.of("-h", "--help");

  private final Map<String, Map<String, Object>> options = new LinkedHashMap<>();
  private final List<String> preferred = new ArrayList<>();
  private final List<OptionsLine> declared = new ArrayList<>();

  /**
   * Options by plugin id, as JSON values.
   *
   * @throws BadRequest when one is out of range
   */
  Map<String, Map<String, Object>> options() {
    for (OptionsLine line : declared) {
      try {
        line.check(options.getOrDefault(line.plugin(), Map.of()));
      } catch (BadRequest e) {
        throw new BadRequest("on the command line, " + e.getMessage(), e);
      }
    }
    return options;
  }

  /** Names of attention optimizers, in the order in which their flags were typed. */
  List<String> preferred() {
    return preferred;
  }

  /** Let a command take the flags, if its arguments need them. */
  void addTo(CommandLine command, List<String> arguments) {
    Map<String, OptionSpec> known = command.getCommandSpec().optionsMap();
    boolean needed =
        arguments.stream()
            .filter(argument -> argument.startsWith("--") || argument.equals("-h"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .anyMatch(argument -> !known.containsKey(argument) || HELP.contains(argument));
    if (needed) {
      HostOptions host = new HostOptions();
      new CommandLine(host)
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(arguments.toArray(String[]::new));
      try (PluginRuntime plugins = Wiring.plugins(host)) {
        declare(command.getCommandSpec(), plugins.services());
      }
    }
  }

  private void declare(CommandSpec command, PluginServices plugins) {
    for (OptimizerLine optimizer : plugins.optimizers()) {
      for (String flag : optimizer.flags()) {
        add(
            command,
            flag,
            "prefer attention by " + optimizer.name(),
            boolean.class,
            on -> {
              preferred.add(optimizer.name());
            });
      }
    }
    declared.addAll(plugins.options());
    for (OptionsLine line : declared) {
      for (FieldIndex field : line.options().fields()) {
        for (String flag : field.flags()) {
          declare(command, line.plugin(), field, flag);
        }
      }
    }
  }

  private void declare(CommandSpec command, String plugin, FieldIndex field, String flag) {
    String text = field.label() + " (" + plugin + ")";
    switch (field.type()) {
      case "boolean" -> add(command, flag, text, boolean.class, on -> put(plugin, field, true));
      case "int" -> add(command, flag, text, int.class, value -> put(plugin, field, value));
      case "double" -> add(command, flag, text, double.class, value -> put(plugin, field, value));
      default -> add(command, flag, text, String.class, value -> put(plugin, field, value));
    }
  }

  private void put(String plugin, FieldIndex field, Object value) {
    options.computeIfAbsent(plugin, id -> new LinkedHashMap<>()).put(field.name(), value);
  }

  /** What happens to a flag's value. */
  private interface Taker {
    void take(Object value);
  }

  /** A flag that another plugin or the host has already keeps its meaning. */
  private static void add(
      CommandSpec command, String flag, String text, Class<?> type, Taker taker) {
    if (command.optionsMap().containsKey(flag)) {
      return;
    }
    ISetter setter =
        new ISetter() {
          @Override
          public <T> T set(T value) {
            if (value != null && !Boolean.FALSE.equals(value)) {
              taker.take(value);
            }
            return value;
          }
        };
    command.addOption(
        OptionSpec.builder(flag)
            .type(type)
            .arity(type == boolean.class ? "0" : "1")
            .paramLabel("X")
            .description(text)
            .setter(setter)
            .build());
  }
}
