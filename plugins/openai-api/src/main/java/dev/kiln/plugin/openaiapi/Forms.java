package dev.kiln.plugin.openaiapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a form's texts as the JSON object that they stand for. Kiln's fields come as JSON in one
 * part, or in parts of their own: {@code kiln[steps]}, as OpenAI's clients write an object.
 */
@Singleton
final class Forms {
  /** Parts with files. */
  static final Set<String> FILES = Set.of("image", "image[]", "mask");

  private static final String PLUGINS = "plugins";
  private static final Pattern KEY = Pattern.compile("\\[([^\\]]+)]");
  private static final Pattern NESTED = Pattern.compile(Fields.KILN + "(\\[[^\\]]+])+");

  private final Json json;

  @Inject
  Forms(Json json) {
    this.json = json;
  }

  /**
   * @throws BadRequest when a part comes several times, or an object is broken
   */
  Fields read(ApiCall call) throws IOException {
    Map<String, Object> values = new HashMap<>();
    for (String name : call.partNames()) {
      if (!FILES.contains(name)) {
        put(values, name, text(call, name));
      }
    }
    return new Fields(values);
  }

  private static String text(ApiCall call, String name) throws IOException {
    ApiContent part = call.part(name).orElseThrow();
    return new String(part.bytes(), UTF_8);
  }

  private void put(Map<String, Object> values, String name, String text) {
    if (name.equals(Fields.KILN)) {
      values.put(name, json.object(name, text));
    } else if (NESTED.matcher(name).matches()) {
      List<String> keys = KEY.matcher(name).results().map(Forms::key).toList();
      nest(values, keys, text);
    } else {
      values.put(name, text);
    }
  }

  private static String key(MatchResult found) {
    return found.group(1);
  }

  private static void nest(Map<String, Object> values, List<String> keys, String text) {
    Map<String, Object> at = child(values, Fields.KILN);
    for (String key : keys.subList(0, keys.size() - 1)) {
      at = child(at, key);
    }
    // The host reads a text as any of its own fields; options of plugins are typed.
    boolean option = keys.get(0).equals(PLUGINS);
    at.put(keys.get(keys.size() - 1), option ? scalar(text) : text);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> values, String key) {
    Object child = values.computeIfAbsent(key, any -> new HashMap<String, Object>());
    if (child instanceof Map<?, ?>) {
      return (Map<String, Object>) child;
    }
    throw new BadRequest("the form says " + key + " both as a value and as an object; send one");
  }

  private static Object scalar(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    } else if (text.matches("-?\\d{1,9}")) {
      return Integer.valueOf(text);
    }
    return text.matches("-?\\d+\\.\\d+") ? (Object) Double.valueOf(text) : text;
  }
}
