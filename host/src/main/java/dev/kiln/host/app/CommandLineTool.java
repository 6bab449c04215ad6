package dev.kiln.host.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * Kiln's command line: the host's own commands, and behind them those of plugins. Results go to
 * stdout, everything else to stderr.
 */
final class CommandLineTool {
  private final PrintStream out;
  private final PrintStream err;

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
            new Txt2ImgCommand(out, err),
            new ServeCommand(out, err),
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
    ContributedCommands contributed = new ContributedCommands(out, err);
    if (arguments.length == 0 || List.of("-h", "--help", "help").contains(arguments[0])) {
      kiln.usage(arguments.length == 0 ? err : out);
      contributed.list(arguments.length == 0 ? err : out);
      return arguments.length == 0 ? Failure.WRONG_INPUT : 0;
    }
    boolean own = arguments[0].startsWith("-") || kiln.getSubcommands().containsKey(arguments[0]);
    if (own) {
      return kiln.execute(arguments);
    }
    return contributed.run(arguments[0], Arrays.asList(arguments).subList(1, arguments.length));
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
    err.println("kiln: " + e.getMessage().lines().findFirst().orElse("wrong use"));
    err.println("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return Failure.WRONG_INPUT;
  }
}
