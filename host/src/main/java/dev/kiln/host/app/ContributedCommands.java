package dev.kiln.host.app;

import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.PluginServices.CommandLine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.CliCall;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

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
    try (PluginRuntime plugins = Wiring.plugins(options)) {
      List<CommandLine> commands = plugins.services().commands();
      if (!commands.isEmpty()) {
        target.println("From plugins:");
      }
      commands.forEach(
          it ->
              target.printf(
                  "  %-9s %s%n",
                  it.name(), it.summary() + " (" + String.join(" ", it.parameters()) + ")"));
    }
  }

  /**
   * @throws BadRequest when no plugin has the command
   */
  int run(String name, List<String> arguments) throws Exception {
    HostOptions options = new HostOptions();
    List<String> parameters = new ArrayList<>();
    new picocli.CommandLine(options)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(arguments.toArray(String[]::new))
        .unmatched()
        .forEach(parameters::add);
    if (parameters.contains("-h") || parameters.contains("--help")) {
      return help(name, options);
    }
    try (Wiring wiring = new Wiring(options, new NoPreviews());
        StopSignals signals = new StopSignals(wiring::stopMeasuring)) {
      return wiring
          .plugins()
          .services()
          .run(name, new Call(parameters))
          .orElseThrow(() -> unknown(name));
    }
  }

  private int help(String name, HostOptions options) {
    try (PluginRuntime plugins = Wiring.plugins(options)) {
      CommandLine command =
          plugins.services().commands().stream()
              .filter(it -> it.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name));
      String parameters = String.join(" ", command.parameters());
      out.println(("Usage: kiln " + name + " [OPTIONS] " + parameters).stripTrailing());
      out.println(command.summary() + " (plugin " + command.plugin() + ")");
      out.println("Options of all commands: kiln plugins --help");
    }
    return 0;
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
