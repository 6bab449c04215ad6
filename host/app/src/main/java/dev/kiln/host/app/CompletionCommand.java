package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.plugin.PluginRuntime;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln completion SHELL}: a script by which a shell completes commands and flags. */
@Command(
    name = CompletionCommand.NAME,
    description = "print a script by which a shell completes kiln's commands and flags")
final class CompletionCommand implements Callable<Integer> {
  static final String NAME = "completion";

  private final PrintStream out;

  @Mixin private HostOptions host;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}: which one completes")
  private Shell shell;

  CompletionCommand(PrintStream out) {
    this.out = out;
  }

  /** A shell, and what makes a script for it. */
  private enum Shell {
    BASH(BashCompletion::of),
    ZSH(ZshCompletion::of),
    FISH(FishCompletion::of);

    private final Function<List<Completable>, String> script;

    Shell(Function<List<Completable>, String> script) {
      this.script = script;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    try (PluginRuntime plugins = Engine.plugins(host.settings())) {
      List<Completable> all =
          Completables.of(command.root().commandLine(), plugins, Engine.models(host.settings()));
      shell.script.apply(all).lines().forEach(out::println);
    }
    return 0;
  }
}
