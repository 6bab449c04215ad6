package dev.kiln.host.app;

import dev.kiln.host.Versions;
import dev.kiln.host.app.PluginOptionFlags.Audience;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
      List.of(
          Txt2ImgCommand.NAME,
          Img2ImgCommand.NAME,
          "png-info",
          "serve",
          "plugins",
          "plugins enable",
          "plugins disable",
          "models",
          "models random",
          "warm-up",
          "help");

  /** Those that are made of parts, of which plugins may bring some. */
  private static final List<String> WITH_PARTS = List.of("models", "plugins");

  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags = new PluginOptionFlags();
  private final ContributedCommands contributed;

  CommandLineTool(InputStream in, PrintStream out, PrintStream err) {
    this.out = new TerminalStream(out);
    this.err = new TerminalStream(err);
    this.contributed = new ContributedCommands(in, this.out, this.err);
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
    kiln.getCommandSpec().version("kiln " + Versions.KILN);
    List.of(
            new Txt2ImgCommand(out, err, flags),
            new Img2ImgCommand(out, err, flags),
            new PngInfoCommand(out),
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
    } catch (Exception | Error e) {
      return Failure.report(e, err);
    }
  }

  private CommandLine models() {
    CommandLine models =
        new CommandLine(new ModelsCommand(out, err)).setCaseInsensitiveEnumValuesAllowed(true);
    CommandLine random = new CommandLine(new RandomModelCommand(out, err));
    random.setCaseInsensitiveEnumValuesAllowed(true);
    addHelp(random);
    return models.addSubcommand(random);
  }

  private int runOn(CommandLine kiln, String... arguments) {
    List<String> behind = behindOptions(List.of(arguments));
    String command = behind.isEmpty() ? "" : behind.get(0);
    if (command.isEmpty() || List.of("-h", "--help", "help").contains(command)) {
      kiln.usage(command.isEmpty() ? err : out);
      contributed.list(anywhere(List.of(arguments)), command.isEmpty() ? err : out);
      return command.isEmpty() ? Failure.WRONG_INPUT : 0;
    }
    anywhere(List.of(arguments)).homeFolder().prepare(err);
    List<String> rest = optionsLast(List.of(arguments)).subList(1, arguments.length);
    CommandLine own = kiln.getSubcommands().get(command);
    if (own == null && !command.startsWith("-")) {
      return contribution(command, rest);
    }
    return WITH_PARTS.contains(command)
        ? runPart(kiln, command, optionsLast(rest))
        : execute(kiln, command, rest);
  }

  /** A plugin's command of two words, else of one. */
  private int contribution(String command, List<String> rest) {
    List<String> words = joined(command, rest);
    String two = String.join(" ", words.subList(0, Math.min(2, words.size())));
    HostOptions places = anywhere(rest);
    return contributed
        .run(words, List.of(two, command), places)
        .orElseThrow(() -> contributed.unknown(command, places));
  }

  private static List<String> joined(String command, List<String> rest) {
    return Stream.concat(Stream.of(command), rest.stream()).toList();
  }

  /** A part of a command, the host's own or a plugin's. */
  private int runPart(CommandLine kiln, String command, List<String> rest) {
    CommandLine own = kiln.getSubcommands().get(command);
    String part = rest.isEmpty() ? "" : rest.get(0);
    boolean others = !part.isEmpty() && !own.getSubcommands().containsKey(part);
    if (others) {
      Optional<Integer> exit =
          contributed.run(joined(command, rest), List.of(command + " " + part), anywhere(rest));
      if (exit.isPresent()) {
        return exit.get();
      }
    }
    if (others && List.of("-h", "--help").contains(part)) {
      contributed.describeParts(own, anywhere(rest));
    }
    return execute(kiln, command, rest);
  }

  private int execute(CommandLine kiln, String command, List<String> rest) {
    CommandLine own = kiln.getSubcommands().get(command);
    if (List.of(Txt2ImgCommand.NAME, Img2ImgCommand.NAME).contains(command)) {
      flags.addTo(own, rest, Audience.PICTURE);
    } else if (command.equals("serve")) {
      flags.addTo(own, rest, Audience.SERVER);
    }
    return kiln.execute(joined(command, rest).toArray(String[]::new));
  }

  private static HostOptions anywhere(List<String> arguments) {
    HostOptions host = new HostOptions();
    new CommandLine(host)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    return host;
  }

  /** The host's options may stand before a command as well as behind it and its own commands. */
  private static List<String> optionsLast(List<String> arguments) {
    List<String> all = new ArrayList<>(behindOptions(arguments));
    all.addAll(arguments.subList(0, arguments.size() - all.size()));
    return all;
  }

  private static List<String> behindOptions(List<String> arguments) {
    return new CommandLine(new HostOptions())
        .setStopAtUnmatched(true)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(arguments.toArray(String[]::new))
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
