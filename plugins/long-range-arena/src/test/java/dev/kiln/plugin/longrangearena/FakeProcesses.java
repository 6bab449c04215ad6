package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.testkit.FakeCliCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs the command in this process, and says that it took 300 MB. */
final class FakeProcesses implements KilnProcesses {
  final List<String> started = new ArrayList<>();

  /** How many processes start before the user interrupts. */
  int patience = Integer.MAX_VALUE;

  /** The mechanism whose process is killed. */
  String killed = "";

  private final Supplier<CliContribution> command;

  FakeProcesses(Supplier<CliContribution> command) {
    this.command = command;
  }

  @Override
  public Finished run(List<String> arguments) throws InterruptedException {
    if (patience-- == 0) {
      throw new InterruptedException();
    }
    started.add(String.join(" ", arguments));
    if (arguments.contains(killed)) {
      return new Finished(137, "", "", 5_000_000_000L);
    }
    String tasks = after("--tasks", arguments);
    String mechanisms = after("--mechanisms", arguments);
    String tokens = after("--tokens", arguments);
    FakeCliCall call =
        new FakeCliCall(
            new ArenaFlags(tasks, mechanisms, tokens, 3, "", false, false, false, true));
    try {
      int exit = command.get().run(call);
      return new Finished(exit, String.join("\n", call.printed()), "", 300_000_000);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String after(String flag, List<String> arguments) {
    return arguments.get(arguments.indexOf(flag) + 1);
  }
}
