package dev.kiln.plugin.fast;

import dev.kiln.spi.generate.Assembled;
import dev.kiln.spi.hook.Split;
import dev.kiln.spi.host.Generated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request in one part, which has what was chosen. What the request itself says stays.
 *
 * @param request its fields, complete
 */
record OneChoice(Map<String, Object> request, Choice choice) implements Split {
  private static final String ATTENTION = "attention";
  private static final String PLUGINS = "plugins";

  @Override
  public List<Map<String, Object>> parts() {
    Map<String, Object> part = new LinkedHashMap<>();
    Object attention = choice.fields().get(ATTENTION);
    if (attention != null && request.getOrDefault(ATTENTION, "").equals("")) {
      part.put(ATTENTION, attention);
    }
    Map<?, ?> asked = map(request.get(PLUGINS));
    Map<String, Object> plugins = new LinkedHashMap<>();
    map(choice.fields().get(PLUGINS))
        .forEach(
            (id, options) -> {
              Map<Object, Object> missing = new LinkedHashMap<>(map(options));
              missing.keySet().removeAll(map(asked.get(id)).keySet());
              plugins.put((String) id, missing);
            });
    part.put(PLUGINS, plugins);
    return List.of(part);
  }

  private static Map<?, ?> map(@Nullable Object json) {
    return json instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public Assembled assemble(List<Generated> parts) {
    return new Assembled(List.of(), true, Map.of(), choice.warnings());
  }
}
