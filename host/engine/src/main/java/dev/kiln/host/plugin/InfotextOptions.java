package dev.kiln.host.plugin;

import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.InfotextReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds options of plugins in an infotext: by the keys that options declare, and by readers of the
 * plugins' own.
 */
final class InfotextOptions {
  private final PluginRuntime runtime;
  private final PluginContributions plugins;
  private final Map<String, String> keys;
  private final Consumer<String> warn;
  private final Map<String, Map<String, Object>> meant = new LinkedHashMap<>();

  /**
   * @param keys of the infotext; those of plugins are taken out
   * @param warn takes what cannot be read
   */
  InfotextOptions(PluginRuntime runtime, Map<String, String> keys, Consumer<String> warn) {
    this.runtime = runtime;
    this.plugins = runtime.services();
    this.keys = keys;
    this.warn = warn;
  }

  Map<String, Map<String, Object>> read() {
    Claims contributions = runtime.contributions();
    for (Contribution<OptionsIndex> plugin : plugins.options()) {
      plugin.what().fields().stream()
          .filter(field -> takes(plugin.plugin(), field.infotext(), contributions))
          .forEach(field -> put(plugin, field, keys.remove(field.infotext())));
      plugin.what().infotext().stream()
          .filter(key -> takes(plugin.plugin(), key, contributions))
          .forEach(
              key -> {
                keys.remove(key);
                put(plugin, Map.of(), key);
              });
    }
    contributions.of(InfotextReader.class).forEach(slot -> read(slot, contributions));
    return meant;
  }

  /** Whether the text has a key, which no plugin before this one has. */
  private boolean takes(String plugin, String key, Claims contributions) {
    return keys.containsKey(key)
        && contributions
            .holder(InfotextReader.class, key)
            .filter(slot -> slot.plugin().id().equals(plugin))
            .isPresent();
  }

  private void put(Contribution<OptionsIndex> plugin, FieldIndex field, String text) {
    put(plugin, Map.of(field.name(), value(field, text)), field.infotext());
  }

  /** As JSON has it; a text that is none of the option's values is told to be wrong. */
  private static Object value(FieldIndex field, String text) {
    return switch (field.type()) {
      case "boolean" -> Lenient.flag(text).map(Object.class::cast).orElse(text);
      case "int", "double" -> Lenient.number(text).map(Object.class::cast).orElse(text);
      default -> text;
    };
  }

  private void put(Contribution<OptionsIndex> plugin, Map<String, Object> values, String what) {
    try {
      new OptionBinder(plugin.plugin(), plugin.what()).check(values);
      meant.computeIfAbsent(plugin.plugin(), id -> new LinkedHashMap<>()).putAll(values);
    } catch (BadRequest e) {
      warn.accept("in the infotext's " + what + ", " + e.getMessage());
    }
  }

  /** Let a reader have those of its keys that no plugin before it has. */
  private void read(Slot reader, Claims contributions) {
    Map<String, String> values = new LinkedHashMap<>();
    reader.extension().offers().stream()
        .filter(key -> contributions.holds(reader, InfotextReader.class, key))
        .forEach(key -> values.putAll(called(key)));
    if (values.isEmpty()) {
      return;
    }
    keys.keySet().removeAll(values.keySet());
    String what = String.join(", ", values.keySet());
    try {
      Map<String, Object> options = meaning(reader, Collections.unmodifiableMap(values));
      if (!options.isEmpty()) {
        options(reader.plugin().id()).ifPresent(plugin -> put(plugin, options, what));
      }
    } catch (BadRequest | PluginProblem e) {
      warn.accept("the infotext's " + what + " cannot be read: " + e.getMessage());
    }
  }

  /** The key itself, and those that have a number behind it: {@code 0}, {@code 2nd}. */
  private Map<String, String> called(String key) {
    Map<String, String> called = new LinkedHashMap<>();
    keys.forEach(
        (found, value) -> {
          if (found.equals(key) || found.replaceFirst(" \\d+(st|nd|rd|th)?$", "").equals(key)) {
            called.put(found, value);
          }
        });
    return called;
  }

  private Map<String, Object> meaning(Slot reader, Map<String, String> values) {
    return plugins
        .borrowed(
            Optional.of(reader),
            "infotext",
            slot -> slot.as(InfotextReader.class).options(values, warn))
        .orElse(Map.of());
  }

  private Optional<Contribution<OptionsIndex>> options(String id) {
    return plugins.options().stream().filter(it -> it.plugin().equals(id)).findFirst();
  }
}
