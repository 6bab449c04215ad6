package dev.kiln.host.app;

import dev.kiln.host.app.PluginOptionFlags.Audience;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.CliOutput;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that plugins bring, with the host's own options before or behind their parameters. */
final class ContributedCommands {
  private static final Path STDOUT = Path.of("-");

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  ContributedCommands(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** What {@code kiln --help} says about them. */
  void list(HostOptions options, PrintStream target) {
    try (PluginRuntime plugins = Engine.plugins(options.settings())) {
      List<CommandIndex> commands =
          plugins.services().commands().stream()
              .map(Contribution::what)
              .sorted(Comparator.comparing(CommandIndex::name))
              .toList();
      if (!commands.isEmpty()) {
        target.println("From plugins:");
      }
      int width = commands.stream().mapToInt(it -> it.name().length()).max().orElse(0);
      for (CommandIndex it : commands) {
        String parameters =
            it.parameters().isEmpty() ? "" : " (" + String.join(" ", it.parameters()) + ")";
        String name = it.name() + " ".repeat(width - it.name().length());
        target.println("  " + name + " " + it.summary() + parameters);
      }
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
   * Run a command that words begin with.
   *
   * @param names of commands; the first one that a plugin has is meant
   * @return its exit code; empty when no plugin has any of them
   */
  Optional<Integer> run(List<String> words, List<String> names, HostOptions places) {
    Typed typed;
    // The jars are read once for the command, its flags and its help.
    try (PluginRuntime plugins = Engine.plugins(places.settings())) {
      List<Contribution<CommandIndex>> all = plugins.services().commands();
      Optional<Contribution<CommandIndex>> command =
          names.stream().flatMap(name -> named(all, name)).findFirst();
      if (command.isEmpty()) {
        return Optional.empty();
      }
      typed = Typed.of(command.get(), words, plugins.services());
      if (typed.asksForHelp()) {
        return Optional.of(help(command.get(), plugins.services()));
      }
    }
    return Optional.of(run(typed));
  }

  private static Stream<Contribution<CommandIndex>> named(
      List<Contribution<CommandIndex>> commands, String name) {
    return commands.stream().filter(it -> it.what().name().equals(name));
  }

  /** A command as it was typed. */
  private record Typed(
      String name, List<String> parameters, CommandFlags flags, Supplier<Engine> engine) {
    static Typed of(
        Contribution<CommandIndex> command, List<String> words, PluginContributions plugins) {
      HostOptions options = new HostOptions();
      PluginOptionFlags settings = new PluginOptionFlags();
      CommandFlags own = new CommandFlags(command);
      CommandLine line =
          new CommandLine(options).setExpandAtFiles(false).setUnmatchedArgumentsAllowed(true);
      own.addTo(line.getCommandSpec());
      settings.addTo(line, plugins, Audience.COMMAND);
      String name = command.what().name();
      List<String> arguments = words.subList(name.split(" ").length, words.size());
      List<String> parameters = line.parseArgs(arguments.toArray(String[]::new)).unmatched();
      return new Typed(name, parameters, own, () -> options.engine(settings));
    }

    boolean asksForHelp() {
      return parameters.contains("-h") || parameters.contains("--help");
    }
  }

  private int run(Typed typed) {
    typed.flags.demandKnown(typed.parameters);
    try (Engine engine = typed.engine.get()) {
      return run(typed, engine);
    }
  }

  private int run(Typed typed, Engine engine) {
    try (StopSignals signals = new StopSignals(stopping(engine))) {
      return engine
          .plugins()
          .services()
          .run(typed.name, new Call(typed.parameters, typed.flags))
          .orElseThrow(() -> unknown(typed.name, List.of()));
    } finally {
      // Of a stop: what is closed now may wait.
      Thread.interrupted();
    }
  }

  /** Ends what the engine does for the command, and the command's wait for another process. */
  private static Runnable stopping(Engine engine) {
    Thread command = Thread.currentThread();
    return () -> {
      engine.stopMeasuring();
      command.interrupt();
    };
  }

  private int help(Contribution<CommandIndex> command, PluginContributions plugins) {
    CommandIndex what = command.what();
    out.println(
        ("Usage: kiln " + what.name() + " [OPTIONS] " + String.join(" ", what.parameters()))
            .stripTrailing());
    out.println(what.summary() + " (plugin " + command.plugin() + ")");
    Stream<FieldIndex> settings =
        plugins.options(Scope.SETTINGS).stream()
            .filter(it -> it.plugin().equals(command.plugin()))
            .flatMap(it -> it.what().fields().stream());
    Stream.concat(what.options().stream(), settings)
        .forEach(field -> field.flags().forEach(flag -> out.println(flag(flag, field))));
    plugins.commands().stream()
        .filter(it -> it.what().name().startsWith(what.name() + " "))
        .forEach(it -> out.println("  kiln " + it.what().name() + "  " + it.what().summary()));
    out.println("Options of all commands: kiln plugins --help");
    return 0;
  }

  private static String flag(String flag, FieldIndex field) {
    String value = field.choices().isEmpty() ? "X" : String.join("|", field.choices());
    String typed = field.type().equals("boolean") ? flag : flag + "=" + value;
    return "  " + typed + "  " + PluginOptionFlags.text(field);
  }

  /** Says which commands begin with the word, if there are any. */
  BadRequest unknown(String name, HostOptions places) {
    try (PluginRuntime plugins = Engine.plugins(places.settings())) {
      return unknown(name, plugins.services().commands());
    }
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
    public CliOutput output(Path file) {
      return file.equals(STDOUT) ? this::stream : OutputPlace.output(file);
    }

    private void stream(byte[] content) {
      out.write(content, 0, content.length);
      out.flush();
    }

    @Override
    public InputStream input() {
      return in;
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
