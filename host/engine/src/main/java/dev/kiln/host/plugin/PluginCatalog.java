package dev.kiln.host.plugin;

import dev.kiln.host.NearestNames;
import dev.kiln.host.ShippedPlugins;
import dev.kiln.host.plugin.DropFolder.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;

/** Decides which jars of a folder run, and why the others do not. */
final class PluginCatalog {
  private final DefaultVersionManager versions = new DefaultVersionManager();
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, DroppedJar> winners = new HashMap<>();

  /** A jar and what becomes of it; IDLE when it may run. */
  record Line(Found found, JarState state, String reason) {
    String fileName() {
      return found.file().getFileName().toString();
    }
  }

  PluginCatalog(List<Found> found, Set<String> disabled) {
    found.stream().map(Found::jar).filter(jar -> jar != null).forEach(this::compete);
    found.forEach(it -> lines.add(line(it, disabled)));
    // A dependency may fail because of its own: repeat until nothing more falls.
    while (dropUnmet() || dropCircle()) {
      continue;
    }
  }

  List<Line> lines() {
    return lines;
  }

  /**
   * Why a plugin that is asked for is not among those that run, in a sentence.
   *
   * @param others ids of those that could be meant
   */
  static String missing(String id, List<Line> lines, Collection<String> others) {
    return lines.stream()
        .filter(line -> line.found().id().equals(id))
        .findFirst()
        .map(line -> "plugin '" + id + "' cannot be used: " + line.reason())
        .orElseGet(
            () ->
                "there is no plugin '"
                    + id
                    + "'"
                    + (others.isEmpty()
                        ? "; there are none"
                        : "; nearest: " + NearestNames.of(id, others))
                    + ShippedPlugins.called("", id, others));
  }

  /** The jars that run, by plugin id, in the order of their files. */
  private Map<String, DroppedJar> running() {
    Map<String, DroppedJar> running = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.state == JarState.IDLE) {
        running.put(line.found.id(), line.found.jar());
      }
    }
    return running;
  }

  /** The jars that run, each behind those that it depends on. */
  List<DroppedJar> inOrder() {
    Map<String, DroppedJar> waiting = running();
    List<DroppedJar> ordered = new ArrayList<>();
    boolean moved = true;
    while (moved) {
      List<DroppedJar> next =
          waiting.values().stream().filter(jar -> needed(jar, waiting).isEmpty()).toList();
      next.forEach(jar -> waiting.remove(jar.id()));
      ordered.addAll(next);
      moved = !next.isEmpty();
    }
    return ordered;
  }

  private static List<DroppedJar> needed(DroppedJar jar, Map<String, DroppedJar> among) {
    return jar.manifest().dependencies().stream()
        .map(it -> among.get(it.getPluginId()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Fails the plugins of one circle of dependencies, if there is one. */
  private boolean dropCircle() {
    Map<String, DroppedJar> stuck = running();
    inOrder().forEach(jar -> stuck.remove(jar.id()));
    if (stuck.isEmpty()) {
      return false;
    }
    List<DroppedJar> path = new ArrayList<>();
    DroppedJar next = stuck.values().iterator().next();
    while (!path.contains(next)) {
      path.add(next);
      next = needed(next, stuck).get(0);
    }
    List<DroppedJar> circle = path.subList(path.indexOf(next), path.size());
    String ids = circle.stream().map(DroppedJar::id).collect(Collectors.joining(", "));
    lines.replaceAll(
        line ->
            circle.contains(line.found.jar())
                ? new Line(
                    line.found,
                    JarState.FAILED,
                    "the Plugin-Dependencies of " + ids + " form a circle; take one of them out")
                : line);
    return true;
  }

  private void compete(DroppedJar jar) {
    winners.merge(
        jar.id(),
        jar,
        (first, second) ->
            versions.compareVersions(second.version(), first.version()) > 0 ? second : first);
  }

  private Line line(Found found, Set<String> disabled) {
    DroppedJar jar = found.jar();
    if (jar == null) {
      return new Line(found, JarState.FAILED, found.problem());
    }
    DroppedJar winner = winners.get(jar.id());
    if (winner != jar) {
      return new Line(
          found,
          JarState.SHADOWED,
          winner.file().getFileName() + " of version " + winner.version() + " runs instead");
    }
    if (disabled.contains(jar.id())) {
      return new Line(
          found,
          JarState.DISABLED,
          "switched off; switch it on with: kiln plugins enable " + jar.id());
    }
    return new Line(found, JarState.IDLE, "");
  }

  private boolean dropUnmet() {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Optional<String> unmet =
          line.state == JarState.IDLE ? unmet(line.found.jar()) : Optional.empty();
      if (unmet.isPresent()) {
        lines.set(i, new Line(line.found, JarState.FAILED, unmet.get()));
        return true;
      }
    }
    return false;
  }

  private Optional<String> unmet(DroppedJar jar) {
    Map<String, DroppedJar> running = running();
    for (PluginDependency dependency : jar.manifest().dependencies()) {
      DroppedJar there = running.get(dependency.getPluginId());
      String range = dependency.getPluginVersionSupport();
      if (there == null && !dependency.isOptional()) {
        return Optional.of(
            "it needs the plugin '"
                + dependency.getPluginId()
                + "' "
                + range
                + ", which does not run here; put its jar into the same folder and enable it");
      }
      if (there != null && !versions.checkVersionConstraint(there.version(), range)) {
        return Optional.of(
            "it needs the plugin '"
                + dependency.getPluginId()
                + "' "
                + range
                + ", and "
                + there.version()
                + " is there; replace one of the two");
      }
    }
    return Optional.empty();
  }
}
