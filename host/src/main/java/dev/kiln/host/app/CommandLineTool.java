package dev.kiln.host.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * Kiln's command line: the host's own commands, and behind them those of plugins. Results go to
 * stdout, everything else to stderr.
 */
final class CommandLineTool {
  /** The host's own; a plugin may not have one of these names. */
  static final List<String> COMMANDS =
      List.of("txt2img", "serve", "plugins", "models", "warm-up", "help");

  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags = new PluginOptionFlags();

  CommandLineTool(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Pictures from text on the JVM. */
  @Command(
      name = "kiln",
      description = "A Stable Diffusion host whose every feature is a plugin jar.",
      synopsisSubcommandLabel = "COMMAND")
  static final class Root {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "show this")
    private boolean help;

    @CommandLine.Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "show the version")
    private boolean version;
  }

  /** Run one command and return its exit code. */
  int run(String... arguments) {
    CommandLine kiln = new CommandLine(new Root());
    kiln.getCommandSpec().version("kiln " + Distribution.version());
    List.of(
            new Txt2ImgCommand(out, err, flags),
            new ServeCommand(out, err, flags),
            new PluginsCommand(out),
            models(),
            new WarmUpCommand())
        .forEach(command -> kiln.addSubcommand(command));
    kiln.getSubcommands().values().forEach(CommandLineTool::addHelp);
    kiln.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    kiln.setParameterExceptionHandler((e, args) -> wrongUse(e));
    kiln.setExecutionExceptionHandler((e, command, result) -> Failure.report(e, err));
    try {
      return runOn(kiln, arguments);
    } catch (ParameterException e) {
      return wrongUse(e);
    } catch (Exception | OutOfMemoryError | LinkageError e) {
      return Failure.report(e, err);
    }
  }

  private CommandLine models() {
    CommandLine models = new CommandLine(new ModelsCommand(out, err));
    CommandLine random = new CommandLine(new RandomModelCommand(out, err));
    random.setCaseInsensitiveEnumValuesAllowed(true);
    addHelp(random);
    return models.addSubcommand(random);
  }

  private int runOn(CommandLine kiln, String... arguments) throws Exception {
    List<String> behind = behindOptions(arguments);
    String command = behind.isEmpty() ? "" : behind.get(0);
    ContributedCommands contributed = new ContributedCommands(out, err);
    if (command.isEmpty() || List.of("-h", "--help", "help").contains(command)) {
      kiln.usage(command.isEmpty() ? err : out);
      contributed.list(anywhere(arguments), command.isEmpty() ? err : out);
      return command.isEmpty() ? Failure.WRONG_INPUT : 0;
    }
    // The host's options may stand before the command as well as behind it and its own commands.
    List<String> rest = new ArrayList<>(behind.subList(1, behind.size()));
    rest.addAll(List.of(arguments).subList(0, arguments.length - behind.size()));
    if (command.startsWith("-") || kiln.getSubcommands().containsKey(command)) {
      if (List.of("txt2img", "serve").contains(command)) {
        flags.addTo(kiln.getSubcommands().get(command), rest);
      }
      rest.add(0, command);
      return kiln.execute(rest.toArray(String[]::new));
    }
    return contributed.run(command, rest);
  }

  private static HostOptions anywhere(String... arguments) {
    HostOptions host = new HostOptions();
    new CommandLine(host).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
    return host;
  }

  private static List<String> behindOptions(String... arguments) {
    return new CommandLine(new HostOptions())
        .setStopAtUnmatched(true)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(arguments)
        .unmatched();
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new Help()));
  }

  /** Every command explains itself. */
  @Command
  static final class Help {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "show this")
    private boolean help;
  }

  private int wrongUse(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println(
        "kiln: "
            + e.getMessage().lines().findFirst().orElse("wrong use")
            + "; see "
            + (command.startsWith("kiln") ? command : "kiln")
            + " --help");
    return Failure.WRONG_INPUT;
  }
}
