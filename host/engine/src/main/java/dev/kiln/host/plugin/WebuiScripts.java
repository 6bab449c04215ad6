package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds options of plugins in a webUI request: its fields and override_settings by the names that
 * options declare, and its alwayson_scripts by title. Arguments are in the order of the fields; a
 * list takes the remaining ones.
 */
final class WebuiScripts {
  private final List<Contribution<OptionsIndex>> plugins;
  private final Map<String, Map<String, Object>> meant = new LinkedHashMap<>();

  WebuiScripts(List<Contribution<OptionsIndex>> plugins) {
    this.plugins = plugins;
  }

  Map<String, Map<String, Object>> of(Map<String, Object> request) {
    named(request);
    if (request.get("override_settings") instanceof Map<?, ?> overrides) {
      named(overrides);
    }
    if (request.get("alwayson_scripts") instanceof Map<?, ?> scripts) {
      scripts.forEach((title, body) -> script(String.valueOf(title), body));
    }
    return meant;
  }

  private void named(Map<?, ?> fields) {
    for (Contribution<OptionsIndex> plugin : plugins) {
      for (FieldIndex field : plugin.what().fields()) {
        for (String name : field.webui()) {
          Object value = fields.get(name);
          // Clients send every field; one at its default value asks for nothing.
          if (value != null && !isDefault(field, value)) {
            set(plugin, field, value);
          }
        }
      }
    }
  }

  private static boolean isDefault(FieldIndex field, Object value) {
    return value instanceof Number number && field.defaultValue() instanceof Number usual
        ? number.doubleValue() == usual.doubleValue()
        : value.toString().equals(field.defaultValue().toString());
  }

  private void script(String title, @Nullable Object body) {
    Contribution<OptionsIndex> plugin =
        plugins.stream()
            .filter(it -> it.what().answersTo(title))
            .findFirst()
            .orElseThrow(() -> new BadRequest("always on script " + title + " not found"));
    meant.computeIfAbsent(plugin.plugin(), id -> new LinkedHashMap<>());
    List<?> values = arguments(title, body);
    List<FieldIndex> fields = plugin.what().fields();
    for (int i = 0; i < Math.min(values.size(), fields.size()); i++) {
      if (fields.get(i).type().equals("List")) {
        set(plugin, fields.get(i), Collections.unmodifiableList(values.subList(i, values.size())));
        break;
      } else if (values.get(i) != null) {
        set(plugin, fields.get(i), values.get(i));
      }
    }
  }

  private static List<?> arguments(String title, @Nullable Object body) {
    if (body == null) {
      return List.of();
    } else if (body instanceof Map<?, ?> map) {
      Object arguments = map.get("args");
      if (arguments == null) {
        return List.of();
      } else if (arguments instanceof List<?> list) {
        return list;
      }
    }
    throw new BadRequest(
        "alwayson_scripts: \"%s\" must be an object with a list \"args\"; send {\"args\": [...]}"
            .formatted(title));
  }

  private void set(Contribution<OptionsIndex> plugin, FieldIndex field, Object value) {
    meant.computeIfAbsent(plugin.plugin(), id -> new LinkedHashMap<>()).put(field.name(), value);
  }
}
