package dev.kiln.host.app;

import dev.kiln.host.app.PluginOptionFlags.Audience;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that plugins bring, with the host's own options before or behind their parameters. */
final class ContributedCommands {
  private final PrintStream out;
  private final PrintStream err;

  ContributedCommands(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** What {@code kiln --help} says about them. */
  void list(HostOptions options, PrintStream target) {
    try (PluginRuntime plugins = Engine.plugins(options.settings())) {
      List<Contribution<CommandIndex>> commands = plugins.services().commands();
      if (!commands.isEmpty()) {
        target.println("From plugins:");
      }
      commands.forEach(
          it ->
              target.printf(
                  "  %-9s %s%n",
                  it.what().name(),
                  it.what().summary() + " (" + String.join(" ", it.what().parameters()) + ")"));
    }
  }

  /** Whether a plugin has the command, of one word or two. */
  boolean has(String name, HostOptions options) {
    try (PluginRuntime plugins = Engine.plugins(options.settings())) {
      return plugins.services().commands().stream().anyMatch(it -> it.what().name().equals(name));
    }
  }

  /** Name the parts that plugins bring to a command of the host's in its help. */
  void describeParts(CommandLine own, HostOptions options) {
    String begin = own.getCommandName() + " ";
    try (PluginRuntime plugins = Engine.plugins(options.settings())) {
      for (Contribution<CommandIndex> it : plugins.services().commands()) {
        if (it.what().name().startsWith(begin)) {
          CommandSpec part = CommandSpec.create();
          part.usageMessage().description(it.what().summary() + " (" + it.plugin() + ")");
          own.addSubcommand(it.what().name().substring(begin.length()), part);
        }
      }
    }
  }

  /**
   * Run the command that the first two words name, or the first one.
   *
   * @throws BadRequest when no plugin has the command
   */
  int run(List<String> words, HostOptions places) {
    Contribution<CommandIndex> command;
    try (PluginRuntime plugins = Engine.plugins(places.settings())) {
      List<Contribution<CommandIndex>> all = plugins.services().commands();
      command =
          named(all, String.join(" ", words.subList(0, Math.min(2, words.size()))))
              .or(() -> named(all, words.get(0)))
              .orElseThrow(() -> unknown(words.get(0), all));
    }
    int length = command.what().name().split(" ").length;
    return run(command, words.subList(length, words.size()));
  }

  private static Optional<Contribution<CommandIndex>> named(
      List<Contribution<CommandIndex>> commands, String name) {
    return commands.stream().filter(it -> it.what().name().equals(name)).findFirst();
  }

  private int run(Contribution<CommandIndex> command, List<String> arguments) {
    HostOptions options = new HostOptions();
    PluginOptionFlags settings = new PluginOptionFlags();
    CommandFlags own = new CommandFlags(command);
    CommandLine line = new CommandLine(options).setUnmatchedArgumentsAllowed(true);
    own.addTo(line.getCommandSpec());
    settings.addTo(line, arguments, Audience.COMMAND);
    List<String> parameters = line.parseArgs(arguments.toArray(String[]::new)).unmatched();
    if (parameters.contains("-h") || parameters.contains("--help")) {
      return help(command, options);
    }
    own.demandKnown(parameters);
    try (Engine engine = options.engine(settings);
        StopSignals signals = new StopSignals(engine::stopMeasuring)) {
      String name = command.what().name();
      return engine
          .plugins()
          .services()
          .run(name, new Call(parameters, own))
          .orElseThrow(() -> unknown(name, List.of()));
    }
  }

  private int help(Contribution<CommandIndex> command, HostOptions places) {
    CommandIndex what = command.what();
    out.println(
        ("Usage: kiln " + what.name() + " [OPTIONS] " + String.join(" ", what.parameters()))
            .stripTrailing());
    out.println(what.summary() + " (plugin " + command.plugin() + ")");
    try (PluginRuntime plugins = Engine.plugins(places.settings())) {
      Stream<FieldIndex> settings =
          plugins.services().options(Scope.SETTINGS).stream()
              .filter(it -> it.plugin().equals(command.plugin()))
              .flatMap(it -> it.what().fields().stream());
      Stream.concat(what.options().stream(), settings)
          .forEach(field -> field.flags().forEach(flag -> out.println(flag(flag, field))));
      plugins.services().commands().stream()
          .filter(it -> it.what().name().startsWith(what.name() + " "))
          .forEach(it -> out.println("  kiln " + it.what().name() + "  " + it.what().summary()));
    }
    out.println("Options of all commands: kiln plugins --help");
    return 0;
  }

  private static String flag(String flag, FieldIndex field) {
    String value = field.choices().isEmpty() ? "X" : String.join("|", field.choices());
    String typed = field.type().equals("boolean") ? flag : flag + "=" + value;
    return "  " + typed + "  " + PluginOptionFlags.text(field);
  }

  private static BadRequest unknown(String name, List<Contribution<CommandIndex>> all) {
    String parts =
        all.stream()
            .map(it -> it.what().name())
            .filter(it -> it.startsWith(name + " "))
            .collect(Collectors.joining(", "));
    return new BadRequest(
        "unknown command \""
            + name
            + "\"; "
            + (parts.isEmpty() ? "see kiln --help for those there are" : "there is: " + parts));
  }

  private final class Call implements CliCall {
    private final List<String> parameters;
    private final CommandFlags flags;

    Call(List<String> parameters, CommandFlags flags) {
      this.parameters = List.copyOf(parameters);
      this.flags = flags;
    }

    @Override
    public <T extends Record> T options(Class<T> type) {
      return flags.bind(type);
    }

    @Override
    public List<String> parameters() {
      return parameters;
    }

    @Override
    public void print(String line) {
      // JSON has several.
      for (String one : line.split("\n", -1)) {
        out.println(one);
      }
    }

    @Override
    public void say(String line) {
      err.println(line);
    }
  }
}
