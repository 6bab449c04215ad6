package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginCatalog.Line;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code kiln plugins} and {@code GET /kiln/v1/plugins} show. */
public record PluginReport(
    List<PluginLine> plugins, List<HookLine> hooks, List<Conflict> conflicts) {
  /** What becomes of a jar. */
  public enum State {
    /** Ready; its container is booted when it is first needed. */
    IDLE,
    /** Its container runs. */
    AWAKE,
    /** The user switched it off. */
    DISABLED,
    /** It cannot run; the reason says why. */
    FAILED,
    /** A newer version of the same id runs instead. */
    SHADOWED
  }

  /** One jar. */
  public record PluginLine(
      String id,
      String version,
      State state,
      String reason,
      String file,
      String description,
      String provider,
      List<String> hooks,
      List<OptionsIndex> options,
      List<RouteIndex> routes,
      List<CommandIndex> commands) {

    /**
     * @param running what runs under the id of the line, this jar or a newer one
     */
    static PluginLine of(Line line, @Nullable LoadedPlugin running) {
      String file = line.found().file().getFileName().toString();
      DroppedJar jar = line.found().jar();
      if (jar == null) {
        return new PluginLine(
            line.found().id(),
            "",
            State.FAILED,
            line.reason(),
            file,
            "",
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of());
      }
      State state = line.state();
      String reason = line.reason();
      if (state == State.IDLE && running != null) {
        state = running.awake() ? State.AWAKE : State.IDLE;
        if (!running.failure().isEmpty()) {
          state = State.FAILED;
          reason = running.failure();
        }
      }
      var extensions = jar.index().extensions();
      return new PluginLine(
          jar.id(),
          jar.version(),
          state,
          reason,
          file,
          jar.description(),
          jar.provider(),
          extensions.stream().flatMap(it -> it.hooks().stream()).distinct().sorted().toList(),
          jar.index().options(),
          extensions.stream().flatMap(it -> it.routes().stream()).toList(),
          extensions.stream().flatMap(it -> it.commands().stream()).toList());
    }
  }

  /** The extensions of one hook in the order in which they run. */
  public record HookLine(String hook, List<String> plugins) {}

  /**
   * A place that several wanted.
   *
   * @param point what kind of place: "route", "command", "sampler", "order", ...
   * @param winner who has it; empty for none
   */
  public record Conflict(
      String point, String key, List<String> claimants, String winner, String why) {}
}
