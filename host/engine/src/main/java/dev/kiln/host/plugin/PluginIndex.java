package dev.kiln.host.plugin;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kiln.spi.HookOrder.Phase;
import dev.kiln.spi.WakeOn.Wake;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a jar offers, as its {@code META-INF/kiln/index.json} says: read without loading a class.
 */
public record PluginIndex(List<ExtensionIndex> extensions, List<OptionsIndex> options) {
  static final String FILE = "META-INF/kiln/index.json";
  private static final ObjectReader READER =
      new ObjectMapper()
          .readerFor(PluginIndex.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public PluginIndex {
    extensions = List.copyOf(extensions);
    options = List.copyOf(options);
  }

  /** One extension class. */
  public record ExtensionIndex(
      String type,
      List<String> hooks,
      Phase phase,
      List<String> before,
      List<String> after,
      Wake wake,
      List<String> offers,
      double rank,
      List<String> flags,
      List<RouteIndex> routes,
      List<CommandIndex> commands,
      List<FlagIndex> cliFlags) {
    /** What lacks a part was written by something else: it is refused here, not when it is used. */
    public ExtensionIndex {
      Objects.requireNonNull(type);
      Objects.requireNonNull(phase);
      Objects.requireNonNull(wake);
      hooks = List.copyOf(hooks);
      before = List.copyOf(before);
      after = List.copyOf(after);
      offers = List.copyOf(offers);
      flags = flags == null ? List.of() : List.copyOf(flags);
      routes = List.copyOf(routes);
      commands = List.copyOf(commands);
      cliFlags = cliFlags == null ? List.of() : List.copyOf(cliFlags);
    }
  }

  /** One route of an endpoint. */
  public record RouteIndex(String method, String path, String summary) {
    String key() {
      return method + " " + path;
    }
  }

  /**
   * A flag that says several options.
   *
   * @param value what stands behind it, for the help
   */
  public record FlagIndex(String name, String value, String summary) {}

  /** One command. */
  public record CommandIndex(String name, String summary, List<String> parameters) {
    /**
     * Whether it takes so many words: the last parameter may be {@code [FILE]}, {@code [WORD...]}.
     */
    boolean takes(int words) {
      String last = parameters.isEmpty() ? "" : parameters.get(parameters.size() - 1);
      int least = parameters.size() - (last.startsWith("[") ? 1 : 0);
      return words >= least && (words <= parameters.size() || last.endsWith("...]"));
    }
  }

  /**
   * One options record.
   *
   * @param script the title that webUI's clients use; empty for none
   * @param scriptAliases further ones
   */
  public record OptionsIndex(
      String type,
      Scope scope,
      String script,
      List<String> scriptAliases,
      List<FieldIndex> fields) {
    /** Jars of an older SPI name no aliases. */
    public OptionsIndex {
      scriptAliases = scriptAliases == null ? List.of() : List.copyOf(scriptAliases);
    }

    /** All titles of its script, the listed one first; none where it has no script. */
    public List<String> titles() {
      return script.isEmpty()
          ? List.of()
          : Stream.concat(Stream.of(script), scriptAliases.stream()).toList();
    }
  }

  /**
   * One option.
   *
   * @param type "boolean", "int", "double", "String" or "List"
   */
  public record FieldIndex(
      String name,
      String type,
      String label,
      String defaultValue,
      Double min,
      Double max,
      List<String> webui,
      List<String> flags) {
    /** JSON has no infinity: a bound that is null is none. */
    public FieldIndex {
      min = min == null ? Double.NEGATIVE_INFINITY : min;
      max = max == null ? Double.POSITIVE_INFINITY : max;
      flags = flags == null ? List.of() : List.copyOf(flags);
    }
  }

  static PluginIndex read(InputStream in) throws IOException {
    return READER.readValue(in);
  }

  Optional<OptionsIndex> options(Scope scope) {
    return options.stream().filter(it -> it.scope() == scope).findFirst();
  }
}
