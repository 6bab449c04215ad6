package dev.kiln.spi.index;

import dev.kiln.spi.index.IndexProcessor.WrongUse;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/** What one options record says about itself. */
final class OptionsEntry {
  private static final List<String> TYPES =
      List.of("boolean", "int", "double", "String", "List<Object>", "an enum");
  private static final String CHOICE = "choice";

  private final TypeElement type;

  OptionsEntry(TypeElement type) {
    this.type = type;
  }

  /** The components of a record that says what a route takes. */
  List<Map<String, Object>> ofRoute() {
    for (RecordComponentElement component : type.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      if (option != null && option.flags().length > 0) {
        throw new WrongUse("component " + component.getSimpleName() + ": a route has no flags");
      }
    }
    return fields();
  }

  /** The components of a record that says which flags a command takes. */
  List<Map<String, Object>> ofCommand() {
    for (RecordComponentElement component : type.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      if (option != null && option.flags().length == 0) {
        throw new WrongUse(
            "component " + component.getSimpleName() + ": an option of a command needs a flag");
      }
    }
    return fields(OptionsEntry::flagsOfCommand);
  }

  /** A command's own may be a letter: {@code -o}. */
  private static List<String> flagsOfCommand(String... flags) {
    return Arrays.stream(flags)
        .map(flag -> flag.matches("-[a-z]") ? flag : ExtensionEntry.flags(flag).get(0))
        .toList();
  }

  Map<String, Object> describe(String name) {
    if (type.getKind() != ElementKind.RECORD) {
      throw new WrongUse("@PluginOptions is for records");
    }
    PluginOptions options = type.getAnnotation(PluginOptions.class);
    if (options.scope() == Scope.SETTINGS && !options.script().isEmpty()) {
      throw new WrongUse("a script is part of requests: options of scope SETTINGS have none");
    }
    if (options.script().isEmpty() && options.scriptAliases().length > 0) {
      throw new WrongUse("scriptAliases are further titles of a script: say script too");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", name);
    entry.put("scope", options.scope());
    entry.put("script", options.script());
    entry.put("scriptAliases", List.of(options.scriptAliases()));
    entry.put("infotext", List.of(options.infotext()));
    entry.put("excludes", Arrays.stream(options.excludes()).map(OptionsEntry::excluded).toList());
    entry.put("presets", Arrays.stream(options.presets()).map(this::preset).toList());
    entry.put("fields", fields());
    return entry;
  }

  private static Map<String, String> excluded(Excludes excludes) {
    if (excludes.plugin().isBlank() || excludes.why().isBlank()) {
      throw new WrongUse("@Excludes needs the id of a plugin and the reason");
    }
    return new TreeMap<>(Map.of("plugin", excludes.plugin(), "why", excludes.why()));
  }

  /** A setting as JSON, by option. */
  private Map<String, Object> preset(String text) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",")) {
      String[] words = part.strip().split("=", 2);
      RecordComponentElement component =
          type.getRecordComponents().stream()
              .filter(it -> it.getSimpleName().contentEquals(words[0]) && words.length == 2)
              .findFirst()
              .orElseThrow(() -> new WrongUse("preset \"%s\": write option=value".formatted(text)));
      List<String> choices = choices(component);
      String kind = choices.isEmpty() ? kind(component) : CHOICE;
      Option option = component.getAnnotation(Option.class);
      values.put(words[0], value(words[0], kind, choices, option, "preset", words[1]));
    }
    return values;
  }

  private List<Map<String, Object>> fields() {
    return fields(ExtensionEntry::flags);
  }

  /**
   * @param flags checks those of an option
   */
  private List<Map<String, Object>> fields(Function<String[], List<String>> flags) {
    return type.getRecordComponents().stream().map(it -> field(it, flags)).toList();
  }

  List<String> names() {
    return type.getRecordComponents().stream().map(it -> it.getSimpleName().toString()).toList();
  }

  private Map<String, Object> field(
      RecordComponentElement component, Function<String[], List<String>> flags) {
    String name = component.getSimpleName().toString();
    Option option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new WrongUse("component " + name + " has no @Option");
    }
    List<String> choices = choices(component);
    String kind = choices.isEmpty() ? kind(component) : CHOICE;
    Object defaultValue = value(name, kind, choices, option, "defaultValue", option.defaultValue());
    if (kind.equals("List<Object>") && !option.infotext().isEmpty()) {
      throw new WrongUse(
          "component " + name + " is a list: an InfotextReader reads it, not a key of its own");
    }
    boolean number = kind.equals("int") || kind.equals("double");
    boolean bounded = !Double.isInfinite(option.min()) || !Double.isInfinite(option.max());
    if (!number && (bounded || option.step() != 0)) {
      throw new WrongUse(
          "component " + name + " is " + kind + ": min, max and step are for numbers");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    // JSON's name for it: what the items are is the record's own business.
    entry.put("type", kind.equals("List<Object>") ? "List" : kind);
    entry.put("label", option.label());
    entry.put("help", option.help());
    entry.put("defaultValue", defaultValue);
    entry.put("min", option.min());
    entry.put("max", option.max());
    entry.put("step", option.step() == 0 ? null : option.step());
    entry.put("choices", choices);
    entry.put("webui", List.of(option.webui()));
    entry.put("infotext", option.infotext());
    entry.put("flags", flags.apply(option.flags()));
    entry.put("exact", exact(name, kind, option));
    return entry;
  }

  /** Where a knob changes nothing; null for other options. */
  private static @Nullable Double exact(String name, String kind, Option option) {
    if (option.exact().isEmpty()) {
      return null;
    }
    boolean number = kind.equals("int") || kind.equals("double");
    boolean bounded = !Double.isInfinite(option.min()) && !Double.isInfinite(option.max());
    if (!number || !bounded || option.infotext().isEmpty()) {
      throw new WrongUse(
          "component " + name + ": a knob is a number with min, max and a key of the infotext");
    }
    try {
      double exact = Double.parseDouble(option.exact());
      if (exact >= option.min() && exact <= option.max()) {
        return exact;
      }
    } catch (NumberFormatException isNone) {
      // Told below.
    }
    throw new WrongUse(
        "component %s: exact \"%s\" is no number from min to max".formatted(name, option.exact()));
  }

  private static String kind(RecordComponentElement component) {
    String full = component.asType().toString();
    String kind = full.replace("java.lang.", "").replace("java.util.", "");
    if (!TYPES.contains(kind)) {
      throw new WrongUse(
          "component %s is %s; it must be one of %s"
              .formatted(component.getSimpleName(), full, TYPES));
    }
    return kind;
  }

  /** What a request says for the constants of an enum; empty for another type. */
  private static List<String> choices(RecordComponentElement component) {
    if (!(component.asType() instanceof DeclaredType type)
        || type.asElement().getKind() != ElementKind.ENUM) {
      return List.of();
    }
    return type.asElement().getEnclosedElements().stream()
        .filter(element -> element.getKind() == ElementKind.ENUM_CONSTANT)
        .map(it -> it.getSimpleName().toString().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  /**
   * What an option may be, as JSON.
   *
   * @param what names the text, to say what is wrong with it
   */
  private static Object value(
      String name, String kind, List<String> choices, Option option, String what, String text) {
    String said = "component %s: %s \"%s\"".formatted(name, what, text);
    String allowed =
        switch (kind) {
          case "boolean" -> "true|false";
          case "int" -> "[+-]?\\d+";
          case "List<Object>" -> "\\[]";
          case CHOICE -> choices.stream().map(Pattern::quote).collect(Collectors.joining("|"));
          default -> "(?s).*";
        };
    try {
      if (text.matches(allowed)) {
        return switch (kind) {
          case "boolean" -> Boolean.valueOf(text);
          case "int" -> inRange(Integer.valueOf(text), option, said);
          case "double" -> inRange(Double.valueOf(text), option, said);
          case "List<Object>" -> List.of();
          default -> text;
        };
      }
    } catch (NumberFormatException isNone) {
      // Told below.
    }
    String hint =
        switch (kind) {
          case "List<Object>" -> ": say \"[]\"";
          case CHOICE -> ": say one of " + String.join(", ", choices);
          default -> "";
        };
    throw new WrongUse(said + " is no " + kind + hint);
  }

  private static <N extends Number> N inRange(N value, Option option, String said) {
    if (!(value.doubleValue() >= option.min() && value.doubleValue() <= option.max())) {
      throw new WrongUse(said + " is outside min and max");
    }
    return value;
  }
}
