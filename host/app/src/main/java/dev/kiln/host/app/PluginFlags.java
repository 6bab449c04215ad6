package dev.kiln.host.app;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for plugins: {@code --with step-cache} or {@code --with step-cache.threshold=0.1}. */
@FlagGroup.Of(FlagGroup.PLUGINS)
final class PluginFlags {
  @Option(
      names = "--with",
      paramLabel = "ID[.OPTION=VALUE]",
      description = "use a plugin for this request, and set its options (repeatable)")
  private List<String> settings = new ArrayList<>();

  Map<String, Map<String, Object>> options() {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String left = equals < 0 ? setting : setting.substring(0, equals);
      int dot = left.indexOf('.');
      if (equals >= 0 && dot < 0) {
        throw new BadRequest(
            "--with " + setting + " names no option; write --with ID.OPTION=VALUE");
      }
      if (equals < 0 && dot >= 0) {
        throw new BadRequest("--with " + setting + " has no value; write --with ID.OPTION=VALUE");
      }
      Map<String, Object> options =
          all.computeIfAbsent(dot < 0 ? left : left.substring(0, dot), id -> new LinkedHashMap<>());
      if (equals >= 0) {
        options.put(left.substring(dot + 1), value(setting.substring(equals + 1)));
      }
    }
    return all;
  }

  /** Text as the JSON value that it looks like. */
  private static Object value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    try {
      return text.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(text) : Double.valueOf(text);
    } catch (NumberFormatException isText) {
      return text;
    }
  }
}
