package dev.kiln.host.plugin;

import dev.kiln.host.plugin.HookOrdering.Entry;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.index.PluginOptions;
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
import java.util.TreeSet;

/**
 * All that the running plugins offer, in order: extensions by hook, and names that only one can
 * have. The host keeps its own names. Any other name goes to the plugin whose id comes first; those
 * left out are reported.
 */
final class Claims {
  /** What a conflict calls a place, where that is not the name of its hook. */
  private static final Map<Class<?>, String> POINTS =
      Map.of(
          HttpEndpoint.class, "route",
          CliContribution.class, "command",
          CliFlag.class, "flag",
          InfotextReader.class, "infotext key",
          PluginOptions.class, "script");

  private final Map<Class<? extends HookPoint>, List<Slot>> byHook =
      new TreeMap<>(Comparator.comparing(Class::getSimpleName));
  private final Map<Place, Slot> places = new LinkedHashMap<>();
  private final Set<Place> taken = new HashSet<>();
  private final List<Conflict> conflicts = new ArrayList<>();

  /** One extension of one plugin. */
  record Slot(LoadedPlugin plugin, ExtensionIndex extension) {
    /** The extension itself; its plugin is in use. */
    <H extends HookPoint> H as(Class<H> hook) {
      return plugin.extension(extension.type(), hook);
    }
  }

  /**
   * What only one can have.
   *
   * @param point the hook whose extensions have it; {@code PluginOptions} for a script
   */
  private record Place(Class<?> point, String key) {
    static Place of(Class<?> point, String key) {
      // Two routes clash when they differ at most in the names of their parts.
      String lower = key.toLowerCase(Locale.ROOT);
      return new Place(point, lower.contains("{") ? lower.replaceAll("\\{[^}]*}", "{}") : lower);
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
      extension.routes().forEach(route -> claim(HttpEndpoint.class, route.key(), slot));
      if (extension.errorForm() != null) {
        claim(HttpEndpoint.class, errors(extension.errorForm().path()), slot);
      }
      extension.commands().forEach(command -> claim(command, slot, host.commandFlags()));
      for (Class<? extends HookPoint> hook : extension.hooks()) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(extension.names(hook));
        names.forEach(name -> claim(hook, name, slot));
      }
      extension.cliFlags().forEach(flag -> claim(CliFlag.class, flag.name(), slot));
      extension.flags().forEach(flag -> claim(CliFlag.class, flag, slot));
      claimOptions(slot);
    }
    byHook.replaceAll((hook, unordered) -> ordered(hook, unordered));
  }

  /** As what the errors below a path are claimed, beside the routes there. */
  static String errors(String path) {
    return "errors below " + path;
  }

  /** A command's own flags are its alone: only those that every command has are taken. */
  private void claim(CommandIndex command, Slot slot, List<String> everywhere) {
    claim(CliContribution.class, command.name(), slot);
    command.options().stream()
        .flatMap(field -> field.flags().stream())
        .filter(everywhere::contains)
        .forEach(
            flag ->
                add(
                    hosts(
                        CliFlag.class,
                        flag,
                        slot,
                        "every command has it, kiln "
                            + command.name()
                            + " too; it must name its own otherwise")));
  }

  private static Conflict hosts(Class<?> point, String key, Slot slot, String why) {
    return new Conflict(kind(point), key, List.of("host", slot.plugin.id()), "host", why);
  }

  private static String kind(Class<?> point) {
    return POINTS.getOrDefault(point, point.getSimpleName());
  }

  private void claimOptions(Slot slot) {
    for (OptionsIndex options : slot.plugin.jar().index().options()) {
      options.titles().forEach(title -> claim(PluginOptions.class, title, slot));
      options.infotextKeys().forEach(key -> claim(InfotextReader.class, key, slot));
      options.fields().stream()
          .flatMap(field -> field.flags().stream())
          .forEach(flag -> claim(CliFlag.class, flag, slot));
    }
  }

  private List<Slot> hooked(Class<? extends HookPoint> hook) {
    return byHook.computeIfAbsent(hook, it -> new ArrayList<>());
  }

  private void claim(Class<?> point, String key, Slot slot) {
    if (taken.contains(Place.of(point, key))) {
      add(
          hosts(
              point, key, slot, "the host has it itself; the plugin must name its own otherwise"));
      return;
    }
    Slot first = places.putIfAbsent(Place.of(point, key), slot);
    if (first != null && first.plugin != slot.plugin) {
      add(
          new Conflict(
              kind(point),
              key,
              List.of(first.plugin.id(), slot.plugin.id()),
              first.plugin.id(),
              "its id comes first; disable one of the two"));
    }
  }

  /** Each extension of a plugin claims what the plugin's options do. */
  private void add(Conflict conflict) {
    if (!conflicts.contains(conflict)) {
      conflicts.add(conflict);
    }
  }

  private List<Slot> ordered(Class<? extends HookPoint> hook, List<Slot> unordered) {
    Map<Entry, Slot> slots = new HashMap<>();
    for (Slot slot : unordered) {
      ExtensionIndex it = slot.extension;
      slots.put(new Entry(slot.plugin.id(), it.type(), it.phase(), it.before(), it.after()), slot);
    }
    return HookOrdering.sort(
            List.copyOf(slots.keySet()),
            cycle -> conflicts.add(circle(hook.getSimpleName(), cycle)))
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

  /** The extensions of a hook in their resolved order. */
  List<Slot> of(Class<? extends HookPoint> hook) {
    return byHook.getOrDefault(hook, List.of());
  }

  Map<Class<? extends HookPoint>, List<Slot>> byHook() {
    return byHook;
  }

  /** Who has a route, a command, a flag or a name, by the hook that it belongs to. */
  Optional<Slot> holder(Class<? extends HookPoint> point, String key) {
    return Optional.ofNullable(places.get(Place.of(point, key)));
  }

  /** Whether a place that an extension claims is its plugin's. */
  boolean holds(Slot slot, Class<? extends HookPoint> point, String key) {
    return holder(point, key).filter(it -> it.plugin == slot.plugin).isPresent();
  }

  /** Whether another plugin has the name that an extension is listed under. */
  private boolean lostItsName(Class<? extends HookPoint> hook, Slot slot) {
    return slot.extension.names(hook).stream().limit(1).anyMatch(name -> !holds(slot, hook, name));
  }

  /** The extensions of a hook that have the name that they are listed under. */
  List<Slot> named(Class<? extends HookPoint> hook) {
    return of(hook).stream().filter(slot -> !lostItsName(hook, slot)).toList();
  }

  /** The names of all samplers and schedules, the host's and those of plugins. */
  SamplerNames samplers() {
    return new SamplerNames(
        named(SamplerProvider.class).stream().map(it -> it.extension.sampler()).toList(),
        named(ScheduleProvider.class).stream().map(it -> it.extension.schedule()).toList());
  }

  List<Conflict> conflicts() {
    return conflicts;
  }
}
