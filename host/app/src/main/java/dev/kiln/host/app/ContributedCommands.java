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
   * @throws BadRequest when no plugin has the command
   */
  int run(String name, List<String> arguments) {
    HostOptions options = new HostOptions();
    PluginOptionFlags flags = new PluginOptionFlags();
    CommandLine line = new CommandLine(options).setUnmatchedArgumentsAllowed(true);
    flags.addTo(line, arguments, Audience.COMMAND);
    List<String> parameters = line.parseArgs(arguments.toArray(String[]::new)).unmatched();
    if (parameters.contains("-h") || parameters.contains("--help")) {
      return help(name, options);
    }
    try (Engine engine = options.engine(flags);
        StopSignals signals = new StopSignals(engine::stopMeasuring)) {
      return engine
          .plugins()
          .services()
          .run(name, new Call(parameters))
          .orElseThrow(() -> unknown(name));
    }
  }

  private int help(String name, HostOptions options) {
    try (PluginRuntime plugins = Engine.plugins(options.settings())) {
      Contribution<CommandIndex> command =
          plugins.services().commands().stream()
              .filter(it -> it.what().name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name));
      String parameters = String.join(" ", command.what().parameters());
      out.println(("Usage: kiln " + name + " [OPTIONS] " + parameters).stripTrailing());
      out.println(command.what().summary() + " (plugin " + command.plugin() + ")");
      plugins.services().options(Scope.SETTINGS).stream()
          .filter(it -> it.plugin().equals(command.plugin()))
          .flatMap(it -> it.what().fields().stream())
          .forEach(field -> field.flags().forEach(flag -> out.println(flag(flag, field))));
      out.println("Options of all commands: kiln plugins --help");
    }
    return 0;
  }

  private static String flag(String flag, FieldIndex field) {
    String typed =
        field.type().equals("boolean") ? flag : flag + "=" + PluginOptionFlags.value(field);
    return "  " + typed + "  " + PluginOptionFlags.text(field);
  }

  private static BadRequest unknown(String name) {
    return new BadRequest("unknown command \"" + name + "\"; see kiln --help for those there are");
  }

  private final class Call implements CliCall {
    private final List<String> parameters;

    Call(List<String> parameters) {
      this.parameters = List.copyOf(parameters);
    }

    @Override
    public List<String> parameters() {
      return parameters;
    }

    @Override
    public void print(String line) {
      out.println(line);
    }

    @Override
    public void say(String line) {
      err.println(line);
    }
  }
}
