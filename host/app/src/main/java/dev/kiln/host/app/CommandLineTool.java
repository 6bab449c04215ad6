package dev.kiln.host.app;

import dev.kiln.host.Versions;
import dev.kiln.host.app.PluginOptionFlags.Audience;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * Kiln's command line: the host's own commands, and behind them those of plugins. Results go to
 * stdout, everything else to stderr.
 */
final class CommandLineTool {
  static final String HELP = "help";

  /** The host's own; a plugin may not have one of these names. */
  static final List<String> COMMANDS =
      List.of(
          Txt2ImgCommand.NAME,
          Img2ImgCommand.NAME,
          "png-info",
          ServeCommand.NAME,
          "plugins",
          "plugins enable",
          "plugins disable",
          "plugins install",
          "plugins update",
          "plugins rollback",
          "models",
          "models random",
          TuneCommand.NAME,
          "warm-up",
          PullCommand.NAME,
          CompletionCommand.NAME,
          HELP);

  /** Those that are made of parts, of which plugins may bring some. */
  private static final List<String> WITH_PARTS = List.of("models", "plugins");

  private final Invocation invocation;
  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags = new PluginOptionFlags();
  private final ContributedCommands contributed;

  CommandLineTool(Invocation invocation) {
    this.out = new TerminalStream(invocation.out());
    this.err = new TerminalStream(invocation.err());
    this.invocation = new Invocation(invocation.in(), out, err, invocation.environment());
    this.contributed = new ContributedCommands(invocation.in(), this.out, this.err);
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
    try {
      return run(List.of(arguments));
    } catch (ParameterException e) {
      return wrongUse(e, List.of(arguments));
    } catch (Exception | Error e) {
      return Failure.report(e, err);
    }
  }

  /** The host's own, without what plugins add. */
  CommandLine commands() {
    return commands(name -> true);
  }

  /**
   * @param wanted of their names: each takes 30 ms to make in a new process
   */
  private CommandLine commands(Predicate<String> wanted) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put(Txt2ImgCommand.NAME, () -> new Txt2ImgCommand(invocation, flags));
    all.put(Img2ImgCommand.NAME, () -> new Img2ImgCommand(invocation, flags));
    all.put("png-info", () -> new PngInfoCommand(out));
    all.put(ServeCommand.NAME, () -> new ServeCommand(out, err, flags));
    all.put("plugins", this::plugins);
    all.put("models", this::models);
    all.put(PullCommand.NAME, () -> new PullCommand(invocation));
    all.put(TuneCommand.NAME, () -> new TuneCommand(out, err));
    all.put(CompletionCommand.NAME, () -> new CompletionCommand(out));
    all.put("warm-up", WarmUpCommand::new);
    all.keySet().removeIf(wanted.negate());
    CommandLine kiln = new CommandLine(new Root());
    kiln.getCommandSpec().version("kiln " + Versions.KILN);
    all.values().forEach(command -> kiln.addSubcommand(command.get()));
    kiln.getSubcommands().values().forEach(CommandLineTool::explain);
    kiln.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    kiln.setParameterExceptionHandler((e, args) -> wrongUse(e, List.of(args)));
    kiln.setExecutionExceptionHandler((e, command, result) -> Failure.report(e, err));
    // A prompt may begin with @, and --prompt-file names a file.
    return kiln.setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private CommandLine plugins() {
    CommandLine plugins = new CommandLine(new PluginsCommand(out));
    plugins.addSubcommand(
        installation("install", false, "show what the jar of a plugin is, ask, and install it"));
    plugins.addSubcommand(
        installation(
            "update", true, "the same for a jar that replaces one; that is kept for a rollback"));
    return plugins.addSubcommand(new PluginRollback(invocation));
  }

  private CommandLine installation(String name, boolean update, String text) {
    CommandLine command = new CommandLine(new PluginInstallation(invocation, update));
    command.getCommandSpec().name(name).usageMessage().description(text);
    return command;
  }

  private CommandLine models() {
    return new CommandLine(new ModelsCommand(out, err))
        .addSubcommand(new RandomModelCommand(out, err));
  }

  private int run(List<String> arguments) {
    List<String> behind = behindOptions(arguments);
    String command = behind.isEmpty() ? "" : behind.get(0);
    if (command.isEmpty() || List.of("-h", "--help").contains(command)) {
      return usage(arguments, command.isEmpty());
    }
    List<String> rest = optionsLast(arguments).subList(1, arguments.size());
    if (command.equals(HELP)) {
      return help(rest);
    }
    anywhere(arguments).homeFolder().prepare().ifPresent(text -> err.println("kiln: " + text));
    // Completion is of all.
    CommandLine kiln =
        command.equals(CompletionCommand.NAME) ? commands() : commands(command::equals);
    if (!kiln.getSubcommands().containsKey(command) && !command.startsWith("-")) {
      return contribution(command, rest);
    }
    return WITH_PARTS.contains(command)
        ? runPart(kiln, command, optionsLast(rest))
        : execute(kiln, command, rest);
  }

  private int usage(List<String> arguments, boolean wrong) {
    PrintStream target = wrong ? err : out;
    commands().usage(target);
    contributed.list(anywhere(arguments), target);
    target.println("kiln help COMMAND shows the flags of a command.");
    return wrong ? Failure.WRONG_INPUT : 0;
  }

  /** {@code kiln help COMMAND} is {@code kiln COMMAND --help}. */
  private int help(List<String> rest) {
    List<String> words = behindOptions(rest);
    return words.isEmpty() || words.get(0).startsWith("-")
        ? usage(rest, false)
        : run(Stream.concat(rest.stream(), Stream.of("--help")).toList());
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
    audience(command).ifPresent(audience -> flags.addTo(own, rest, audience));
    return kiln.execute(joined(command, rest).toArray(String[]::new));
  }

  /** For whom a command of the host's takes flags of plugins. */
  static Optional<Audience> audience(String command) {
    return switch (command) {
      case Txt2ImgCommand.NAME, Img2ImgCommand.NAME -> Optional.of(Audience.PICTURE);
      case ServeCommand.NAME -> Optional.of(Audience.SERVER);
      default -> Optional.empty();
    };
  }

  private static HostOptions anywhere(List<String> arguments) {
    HostOptions host = new HostOptions();
    new CommandLine(host)
        .setExpandAtFiles(false)
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
    if (arguments.isEmpty() || !arguments.get(0).startsWith("-")) {
      return arguments;
    }
    return new CommandLine(new HostOptions())
        .setExpandAtFiles(false)
        .setStopAtUnmatched(true)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(arguments.toArray(String[]::new))
        .unmatched();
  }

  private static void explain(CommandLine command) {
    command
        .getCommandSpec()
        .addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new Help()))
        .usageMessage()
        .abbreviateSynopsis(true);
    command
        .getHelpSectionMap()
        .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedFlags());
    command.getSubcommands().values().forEach(CommandLineTool::explain);
  }

  /** Every command explains itself. */
  @Command
  @FlagGroup.Of(FlagGroup.EVERYWHERE)
  static final class Help {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "show this")
    private boolean help;
  }

  private int wrongUse(ParameterException e, List<String> arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println(
        "kiln: "
            + e.getMessage().lines().findFirst().orElse("wrong use")
            + UnknownFlag.of(e).map(flag -> flag.owner(anywhere(arguments))).orElse("")
            + "; see "
            + (command.startsWith("kiln") ? command : "kiln")
            + " --help");
    return Failure.WRONG_INPUT;
  }
}
