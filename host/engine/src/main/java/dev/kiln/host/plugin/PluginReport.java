package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginCatalog.Line;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code kiln plugins} and {@code GET /kiln/v1/plugins} show. */
public record PluginReport(
    List<PluginLine> plugins, List<HookLine> hooks, List<Conflict> conflicts) {
  /**
   * @param decisions the last one of each hook that has one winner
   * @param hung why jars are out of use in running hosts of this home, by their hashes
   */
  static PluginReport of(
      List<Line> lines,
      RunningPlugins running,
      Collection<Conflict> decisions,
      Map<String, String> hung) {
    Claims contributions = running.contributions();
    List<Conflict> conflicts = new ArrayList<>(contributions.conflicts());
    conflicts.addAll(decisions);
    return new PluginReport(
        lines.stream()
            .map(line -> PluginLine.of(line, running.find(line.found().id()).orElse(null), hung))
            .toList(),
        contributions.byHook().entrySet().stream()
            .map(
                entry ->
                    new HookLine(
                        entry.getKey().getSimpleName(),
                        entry.getValue().stream().map(slot -> slot.plugin().id()).toList()))
            .toList(),
        conflicts);
  }

  /**
   * One jar.
   *
   * @param dependencies other plugins with their ranges of versions: {@code other@>=1.0.0}
   * @param excludes plugins that cannot take part in the same request
   * @param flags of the command line
   * @param inexact names of its attention optimizers that compute something else
   * @param failedObservers how often its observers of events threw since it woke
   */
  public record PluginLine(
      String id,
      String version,
      JarState state,
      String reason,
      String file,
      String description,
      String provider,
      List<String> dependencies,
      List<String> hooks,
      List<RouteIndex> routes,
      List<CommandIndex> commands,
      List<ExcludesIndex> excludes,
      List<String> flags,
      List<String> inexact,
      int failedObservers) {

    /**
     * @param running what runs under the id of the line, this jar or a newer one
     * @param hung why jars are out of use in running hosts, by their hashes
     */
    static PluginLine of(Line line, @Nullable LoadedPlugin running, Map<String, String> hung) {
      DroppedJar jar = line.found().jar();
      if (jar == null) {
        return unreadable(line);
      }
      boolean runs = line.state() == JarState.IDLE && running != null;
      boolean failed = runs && !running.failure().isEmpty();
      boolean awake = runs && running.awake();
      var extensions = jar.index().extensions();
      return new PluginLine(
          jar.id(),
          jar.version(),
          failed ? JarState.FAILED : awake ? JarState.AWAKE : line.state(),
          failed ? running.failure() : runs ? elsewhere(hung.get(jar.sha256())) : line.reason(),
          line.fileName(),
          jar.manifest().description(),
          jar.manifest().provider(),
          jar.manifest().dependencies().stream().map(PluginManifest::text).toList(),
          extensions.stream()
              .flatMap(it -> it.hooks().stream())
              .map(Class::getSimpleName)
              .distinct()
              .sorted()
              .toList(),
          extensions.stream().flatMap(it -> it.routes().stream()).toList(),
          extensions.stream().flatMap(it -> it.commands().stream()).toList(),
          jar.index().options().stream().flatMap(it -> it.excludes().stream()).toList(),
          jar.index().flags(),
          extensions.stream()
              .filter(it -> !it.exact())
              .flatMap(it -> it.offers().stream())
              .toList(),
          awake ? running.failedObservers() : 0);
    }

    private static String elsewhere(@Nullable String hung) {
      return hung == null ? "" : "in a running host, " + hung;
    }

    private static PluginLine unreadable(Line line) {
      return new PluginLine(
          line.found().id(),
          "",
          line.state(),
          line.reason(),
          line.fileName(),
          "",
          "",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          0);
    }
  }

  /** The extensions of one hook in the order in which they run. */
  public record HookLine(String hook, List<String> plugins) {}
}
