package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What the installed plugins say of themselves, as {@code kiln plugins --json} lists it. */
@Singleton
final class Accelerators {
  private final KilnProcesses processes;
  private final Json json;

  @Inject
  Accelerators(KilnProcesses processes, Json json) {
    this.processes = processes;
    this.json = json;
  }

  /**
   * All that can be measured.
   *
   * @param settings presets of plugins, defaults of approximations, attention that is not exact
   * @param exclusions who cannot take part with whom, each pair once
   */
  record Installed(List<Setting> settings, List<Exclusion> exclusions) {
    boolean together(Setting one, Setting other) {
      return exclusions.stream().noneMatch(it -> it.of(one, other) || it.of(other, one));
    }
  }

  /** Two plugins that exclude each other. */
  record Exclusion(String plugin, String other) {
    private boolean of(Setting one, Setting two) {
      return one.parts().contains(plugin) && two.parts().contains(other);
    }
  }

  /**
   * @param wanted ids of plugins and names of attention optimizers; empty for all that offer
   *     something
   * @throws BadRequest when one of them is not there
   */
  Installed installed(List<String> wanted) throws InterruptedException {
    Map<?, ?> report = report();
    List<Setting> settings = new ArrayList<>();
    List<Exclusion> exclusions = new ArrayList<>();
    TreeSet<String> known = new TreeSet<>();
    for (Map<?, ?> group : maps(report.get("options"))) {
      String id = group.get("plugin").toString();
      known.add(id);
      if (wanted.isEmpty() || wanted.contains(id)) {
        presets(group, wanted.contains(id)).forEach(it -> settings.add(Setting.plugin(id, it)));
      }
    }
    for (Map<?, ?> plugin : maps(report.get("plugins"))) {
      String id = plugin.get("id").toString();
      maps(plugin.get("excludes"))
          .forEach(it -> exclusions.add(new Exclusion(id, it.get("plugin").toString())));
      for (Object optimizer : (List<?>) plugin.get("inexact")) {
        known.add(optimizer.toString());
        if (wanted.isEmpty() || wanted.contains(optimizer.toString())) {
          settings.add(Setting.attention(optimizer.toString()));
        }
      }
    }
    wanted.stream()
        .filter(it -> !known.contains(it))
        .findFirst()
        .ifPresent(it -> unknown(it, known));
    return new Installed(settings, exclusions);
  }

  private static void unknown(String name, TreeSet<String> known) {
    throw new BadRequest(
        "there is no accelerator \"%s\"; plugins with options and attention that is not exact: %s"
            .formatted(name, String.join(", ", known)));
  }

  /** Its own; else the defaults of one that was named, or that has knobs which they move. */
  private static List<Map<String, ?>> presets(Map<?, ?> group, boolean named) {
    List<Map<String, ?>> presets = new ArrayList<>();
    for (Map<?, ?> preset : maps(group.get("presets"))) {
      Map<String, Object> values = new LinkedHashMap<>();
      preset.forEach((option, value) -> values.put(option.toString(), value));
      presets.add(values);
    }
    if (presets.isEmpty() && (named || moved(group))) {
      presets.add(Map.of());
    }
    return presets;
  }

  private static boolean moved(Map<?, ?> group) {
    return maps(group.get("fields")).stream()
        .filter(it -> it.get("exact") != null)
        .anyMatch(it -> number(it.get("exact")) != number(it.get("defaultValue")));
  }

  private static double number(Object json) {
    return ((Number) json).doubleValue();
  }

  private static List<Map<?, ?>> maps(Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    ((List<?>) Objects.requireNonNull(list)).forEach(it -> maps.add((Map<?, ?>) it));
    return maps;
  }

  private Map<?, ?> report() throws InterruptedException {
    Finished end;
    try {
      end = processes.run(List.of("plugins", "--json"));
    } catch (IOException e) {
      throw new BadRequest("kiln plugins could not be started: " + e.getMessage(), e);
    }
    if (end.problem().isPresent()) {
      throw new BadRequest("kiln plugins: " + end.problem().get());
    }
    return json.object("the list of plugins", end.output());
  }
}
