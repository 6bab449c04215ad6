package dev.kiln.host.app;

import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import java.io.PrintStream;
import java.util.List;

/** What a user should know of a plugin before it is installed, by its manifest and index. */
record PluginSummary(PlannedPlugin plan) {
  void print(PrintStream err) {
    PluginLine line = plan.line();
    say(err, "plugin '%s' %s".formatted(line.id(), line.version()));
    say(err, "SHA-256", plan.sha256());
    say(err, "what it does", line.description());
    say(err, "from", line.provider());
    say(err, "needs", list(line.dependencies()));
    say(err, "hooks", list(line.hooks()));
    say(err, "routes", list(line.routes().stream().map(RouteIndex::key).toList()));
    say(err, "commands", list(line.commands().stream().map(CommandIndex::name).toList()));
    line.excludes()
        .forEach(it -> say(err, "not with", "plugin '%s': %s".formatted(it.plugin(), it.why())));
    plan.replaced()
        .ifPresent(
            there -> say(err, "replaces", there.version() + ", which is kept for a rollback"));
    plan.conflicts()
        .forEach(
            it ->
                say(
                    err,
                    "conflict",
                    "%s %s: %s; %s has it: %s"
                        .formatted(
                            it.point(),
                            it.key(),
                            list(it.claimants()),
                            it.winner().isEmpty() ? "nobody" : it.winner(),
                            it.why())));
    plan.broken()
        .forEach(
            it ->
                say(
                    err,
                    "breaks",
                    "plugin '%s' could not be used any more: %s".formatted(it.id(), it.reason())));
  }

  private static String list(List<String> words) {
    return String.join(", ", words);
  }

  private static void say(PrintStream err, String what, String text) {
    if (!text.isBlank()) {
      say(err, what + ": " + text);
    }
  }

  private static void say(PrintStream err, String line) {
    err.println("kiln: " + line);
  }
}
