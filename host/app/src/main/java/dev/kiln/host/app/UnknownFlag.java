package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A flag that no command knows: perhaps that of a plugin which does not run.
 *
 * @param name with its dashes
 */
record UnknownFlag(String name) {
  private static final List<JarState> RUNNING = List.of(JarState.IDLE, JarState.AWAKE);

  /** What was wrongly typed, if it is a flag. */
  static Optional<UnknownFlag> of(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream()
            .filter(word -> word.startsWith("--"))
            .findFirst()
            .map(word -> new UnknownFlag(word.replaceFirst("=.*", "")))
        : Optional.empty();
  }

  /** Whose it is, to stand behind a message; empty where no plugin has it, or one that runs. */
  String owner(HostOptions host) {
    try (PluginRuntime plugins = Engine.plugins(host.settings())) {
      List<PluginLine> owners =
          plugins.report().plugins().stream().filter(line -> line.flags().contains(name)).toList();
      if (owners.stream().anyMatch(line -> RUNNING.contains(line.state()))) {
        return "";
      }
      return owners.stream()
          .findFirst()
          .map(line -> ", which plugin '%s' has: %s".formatted(line.id(), line.reason()))
          .orElse("");
    } catch (BadRequest unreadable) {
      return "";
    }
  }
}
