package dev.kiln.host.plugin;

import dev.kiln.host.plugin.HookOrdering.Entry;
import dev.kiln.host.plugin.PluginIndex.ExtensionIndex;
import dev.kiln.host.plugin.PluginReport.Conflict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that the running plugins offer, in order: extensions by hook, and places that only one can
 * have. A place that the host has stays the host's; any other goes to the plugin whose id comes
 * first. Who is left out is told.
 */
final class Claims {
  private final Map<String, List<Slot>> byHook = new TreeMap<>();
  private final Map<Place, Slot> places = new LinkedHashMap<>();
  private final Set<Place> taken = new HashSet<>();
  private final List<Conflict> conflicts = new ArrayList<>();

  /** One extension of one plugin. */
  record Slot(LoadedPlugin plugin, ExtensionIndex extension) {}

  /**
   * What only one can have.
   *
   * @param point "route", "command", "flag", "script", or the hook whose names are offered
   */
  private record Place(String point, String key) {
    static Place of(String point, String key) {
      // Two routes clash when they differ at most in the names of their parts.
      return new Place(point, key.toLowerCase(Locale.ROOT).replaceAll("\\{[^}]*}", "{}"));
    }
  }

  Claims(Collection<LoadedPlugin> plugins, HostPlaces host) {
    host.keys().forEach((point, keys) -> keys.forEach(key -> taken.add(Place.of(point, key))));
    List<Slot> slots =
        plugins.stream()
            .sorted(Comparator.comparing(LoadedPlugin::id))
            .flatMap(it -> it.jar().index().extensions().stream().map(ext -> new Slot(it, ext)))
            .toList();
    for (Slot slot : slots) {
      ExtensionIndex extension = slot.extension;
      extension.hooks().forEach(hook -> hooked(hook).add(slot));
      extension.routes().forEach(route -> claim("route", route.key(), slot));
      extension.commands().forEach(command -> claim("command", command.name(), slot));
      extension
          .hooks()
          .forEach(hook -> extension.offers().forEach(name -> claim(hook, name, slot)));
      extension.cliFlags().forEach(flag -> claim("flag", flag.name(), slot));
      slot.plugin.jar().index().options().stream()
          .flatMap(options -> options.titles().stream())
          .forEach(title -> claim("script", title, slot));
    }
    byHook.replaceAll((hook, unordered) -> ordered(hook, unordered));
  }

  private List<Slot> hooked(String hook) {
    return byHook.computeIfAbsent(hook, it -> new ArrayList<>());
  }

  private void claim(String point, String key, Slot slot) {
    if (taken.contains(Place.of(point, key))) {
      String why = "the host has it itself; the plugin must name its own otherwise";
      conflicts.add(new Conflict(point, key, List.of("host", slot.plugin.id()), "host", why));
      return;
    }
    Slot first = places.putIfAbsent(Place.of(point, key), slot);
    if (first != null && first.plugin != slot.plugin) {
      conflicts.add(
          new Conflict(
              point,
              key,
              List.of(first.plugin.id(), slot.plugin.id()),
              first.plugin.id(),
              "its id comes first; disable one of the two"));
    }
  }

  private List<Slot> ordered(String hook, List<Slot> unordered) {
    Map<Entry, Slot> slots = new HashMap<>();
    for (Slot slot : unordered) {
      ExtensionIndex it = slot.extension;
      slots.put(new Entry(slot.plugin.id(), it.type(), it.phase(), it.before(), it.after()), slot);
    }
    return HookOrdering.sort(
            List.copyOf(slots.keySet()), cycle -> conflicts.add(circle(hook, cycle)))
        .stream()
        .map(slots::get)
        .toList();
  }

  private static Conflict circle(String hook, List<String> cycle) {
    return new Conflict(
        "order",
        hook,
        cycle.subList(0, cycle.size() - 1),
        cycle.get(0),
        "before and after form a circle: "
            + String.join(" -> ", cycle)
            + "; the id that comes first goes first");
  }

  /** The extensions of a hook, by its simple name, in their resolved order. */
  List<Slot> of(String hook) {
    return byHook.getOrDefault(hook, List.of());
  }

  Map<String, List<Slot>> byHook() {
    return byHook;
  }

  /** Who has a place: point "route", "command", "flag", or the hook whose name is offered. */
  Optional<Slot> holder(String point, String key) {
    return Optional.ofNullable(places.get(Place.of(point, key)));
  }

  /** Whether a place that an extension claims is its plugin's. */
  boolean holds(Slot slot, String point, String key) {
    return holder(point, key).filter(it -> it.plugin == slot.plugin).isPresent();
  }

  /** Whether another plugin has the name that an extension is listed under. */
  boolean lostItsName(String hook, Slot slot) {
    return slot.extension.offers().stream().limit(1).anyMatch(name -> !holds(slot, hook, name));
  }

  List<Conflict> conflicts() {
    return conflicts;
  }
}
