package dev.kiln.host.plugin;

import dev.kiln.spi.index.PluginOptions.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a jar offers, as its {@code META-INF/kiln/index.json} says: read without loading a class.
 *
 * @param singletons its beans, where the host can make them without a container
 */
public record PluginIndex(
    List<ExtensionIndex> extensions, List<OptionsIndex> options, List<String> singletons) {
  public static final String FILE = "META-INF/kiln/index.json";

  public PluginIndex {
    extensions = List.copyOf(extensions);
    options = List.copyOf(options);
    singletons = singletons == null ? List.of() : List.copyOf(singletons);
  }

  /**
   * One route of an endpoint: upper-case method, absolute path, parts in braces.
   *
   * @param takes its query and its bodies
   */
  public record RouteIndex(String method, String path, String summary, RouteInput takes) {
    /** Jars of an older SPI do not say what a route takes. */
    public RouteIndex {
      takes = takes == null ? RouteInput.NOTHING : takes;
    }

    public String key() {
      return method + " " + path;
    }
  }

  /**
   * A flag that says several options.
   *
   * @param value what stands behind it, for the help
   */
  public record FlagIndex(String name, String value, String summary) {}

  /**
   * One command.
   *
   * @param options its flags
   */
  public record CommandIndex(
      String name, String summary, List<String> parameters, List<FieldIndex> options) {
    /** Jars of an older SPI have no such flags. */
    public CommandIndex {
      parameters = List.copyOf(parameters);
      options = options == null ? List.of() : List.copyOf(options);
    }

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
   * @param infotext keys that tell that the plugin took part
   * @param excludes plugins that cannot take part in the same request
   * @param presets settings that are worth measuring, by option as JSON
   */
  public record OptionsIndex(
      String type,
      Scope scope,
      String script,
      List<String> scriptAliases,
      List<String> infotext,
      List<ExcludesIndex> excludes,
      List<Map<String, Object>> presets,
      List<FieldIndex> fields) {
    /** Jars of an older SPI have no keys and no presets, and exclude nothing. */
    public OptionsIndex {
      scriptAliases = List.copyOf(scriptAliases);
      infotext = infotext == null ? List.of() : List.copyOf(infotext);
      excludes = excludes == null ? List.of() : List.copyOf(excludes);
      presets = presets == null ? List.of() : List.copyOf(presets);
      fields = List.copyOf(fields);
    }

    /** Options that nothing is said of but their fields, as those of a command. */
    public static OptionsIndex of(List<FieldIndex> fields) {
      return new OptionsIndex(
          "", Scope.SETTINGS, "", List.of(), List.of(), List.of(), List.of(), fields);
    }

    /** The knobs of an approximation; none where the plugin is exact. */
    public List<FieldIndex> knobs() {
      return fields.stream().filter(field -> field.exact() != null).toList();
    }

    /**
     * Whether a plugin takes part that was given options: one that has knobs, when one is moved.
     */
    boolean acts(Map<String, Object> values) {
      return knobs().isEmpty()
          || knobs().stream()
              .anyMatch(
                  knob ->
                      values.getOrDefault(knob.name(), knob.defaultValue()) instanceof Number value
                          && value.doubleValue() != knob.exact());
    }

    /** Whether webUI's clients may mean it by a title. */
    public boolean answersTo(String title) {
      return titles().stream().anyMatch(title::equalsIgnoreCase);
    }

    /** All keys of infotexts that mean something to it. */
    List<String> infotextKeys() {
      Stream<String> ofFields =
          fields.stream().map(FieldIndex::infotext).filter(key -> !key.isEmpty());
      return Stream.concat(infotext.stream(), ofFields).toList();
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
   * @param type "boolean", "int", "double", "String", "List" or "choice"
   * @param help a sentence; empty for none
   * @param defaultValue as JSON
   * @param min negative infinity for none
   * @param max infinity for none
   * @param step by which a control changes a number; null for any
   * @param choices all texts that a choice may be; empty for another type
   * @param infotext the key under which its value stands in infotexts; empty for none
   * @param exact of a knob, the value at which its plugin changes nothing; null for other options
   */
  public record FieldIndex(
      String name,
      String type,
      String label,
      String help,
      Object defaultValue,
      Double min,
      Double max,
      @Nullable Double step,
      List<String> choices,
      List<String> webui,
      List<String> flags,
      String infotext,
      @Nullable Double exact) {
    /** JSON has no infinity: a bound that is null is none. Jars of an older SPI have no keys. */
    public FieldIndex {
      min = min == null ? Double.NEGATIVE_INFINITY : min;
      max = max == null ? Double.POSITIVE_INFINITY : max;
      choices = List.copyOf(choices);
      webui = List.copyOf(webui);
      flags = List.copyOf(flags);
      infotext = infotext == null ? "" : infotext;
    }

    public @Nullable Double lowest() {
      return Double.isInfinite(min) ? null : min;
    }

    public @Nullable Double highest() {
      return Double.isInfinite(max) ? null : max;
    }
  }

  public static PluginIndex read(InputStream in) throws IOException {
    return IndexReader.read(in);
  }

  /** All flags of commands that are not its own. */
  List<String> flags() {
    List<String> all = new ArrayList<>();
    options.forEach(it -> it.fields().forEach(field -> all.addAll(field.flags())));
    extensions.forEach(it -> all.addAll(it.flags()));
    extensions.forEach(it -> it.cliFlags().forEach(flag -> all.add(flag.name())));
    return all;
  }

  Optional<OptionsIndex> options(Scope scope) {
    return options.stream().filter(it -> it.scope() == scope).findFirst();
  }
}
