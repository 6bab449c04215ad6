package dev.kiln.host.plugin;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.HookOrder.Phase;
import dev.kiln.spi.WakeOn.Wake;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What a jar offers, as its {@code META-INF/kiln/index.json} says: read without loading a class.
 */
public record PluginIndex(List<ExtensionIndex> extensions, List<OptionsIndex> options) {
  static final String FILE = "META-INF/kiln/index.json";

  /** One extension class. */
  public record ExtensionIndex(
      String type,
      List<String> hooks,
      Phase phase,
      List<String> before,
      List<String> after,
      Wake wake,
      List<String> offers,
      List<RouteIndex> routes,
      List<CommandIndex> commands) {}

  /** One route of an endpoint. */
  public record RouteIndex(String method, String path, String summary) {
    String key() {
      return method + " " + path;
    }
  }

  /** One command. */
  public record CommandIndex(String name, String summary, List<String> parameters) {}

  /** One options record. */
  public record OptionsIndex(String type, Scope scope, String script, List<FieldIndex> fields) {}

  /**
   * One option.
   *
   * @param type "boolean", "int", "double" or "String"
   */
  public record FieldIndex(
      String name,
      String type,
      String label,
      String standard,
      Double min,
      Double max,
      List<String> webui) {
    /** JSON has no infinity: a bound that is null is none. */
    public FieldIndex {
      min = min == null ? Double.NEGATIVE_INFINITY : min;
      max = max == null ? Double.POSITIVE_INFINITY : max;
    }
  }

  static PluginIndex read(InputStream in) throws IOException {
    return new ObjectMapper()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .readValue(in, PluginIndex.class);
  }

  Optional<OptionsIndex> options(Scope scope) {
    return options.stream().filter(it -> it.scope() == scope).findFirst();
  }
}
