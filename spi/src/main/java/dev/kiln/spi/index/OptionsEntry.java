package dev.kiln.spi.index;

import dev.kiln.spi.index.IndexProcessor.WrongUse;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;

/** What one options record says about itself. */
final class OptionsEntry {
  private static final List<String> TYPES =
      List.of("boolean", "int", "double", "String", "List<Object>");

  private final TypeElement type;

  OptionsEntry(TypeElement type) {
    this.type = type;
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
    entry.put("fields", type.getRecordComponents().stream().map(this::field).toList());
    return entry;
  }

  List<String> names() {
    return type.getRecordComponents().stream().map(it -> it.getSimpleName().toString()).toList();
  }

  private Map<String, Object> field(RecordComponentElement component) {
    String name = component.getSimpleName().toString();
    String full = component.asType().toString();
    String kind = full.replace("java.lang.", "").replace("java.util.", "");
    Option option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new WrongUse("component " + name + " has no @Option");
    }
    if (!TYPES.contains(kind)) {
      throw new WrongUse("component " + name + " is " + full + "; it must be one of " + TYPES);
    }
    checkDefault(name, kind, option);
    boolean number = kind.equals("int") || kind.equals("double");
    if (!number && !(Double.isInfinite(option.min()) && Double.isInfinite(option.max()))) {
      throw new WrongUse("component " + name + " is " + kind + ": min and max are for numbers");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    // JSON's name for it: what the items are is the record's own business.
    entry.put("type", kind.equals("List<Object>") ? "List" : kind);
    entry.put("label", option.label());
    entry.put("defaultValue", option.defaultValue());
    entry.put("min", option.min());
    entry.put("max", option.max());
    entry.put("webui", List.of(option.webui()));
    entry.put("flags", ExtensionEntry.flags(option.flags()));
    return entry;
  }

  private static void checkDefault(String name, String kind, Option option) {
    try {
      switch (kind) {
        case "int" -> inRange(name, Integer.parseInt(option.defaultValue()), option);
        case "double" -> inRange(name, Double.parseDouble(option.defaultValue()), option);
        case "boolean" -> {
          if (!List.of("true", "false").contains(option.defaultValue())) {
            throw new NumberFormatException();
          }
        }
        case "List<Object>" -> {
          if (!option.defaultValue().equals("[]")) {
            throw new NumberFormatException();
          }
        }
        default -> {}
      }
    } catch (NumberFormatException e) {
      throw new WrongUse(
          "component "
              + name
              + ": defaultValue \""
              + option.defaultValue()
              + "\" is no "
              + kind
              + (kind.startsWith("List") ? ": say \"[]\"" : ""));
    }
  }

  private static void inRange(String name, double defaultValue, Option option) {
    if (!(defaultValue >= option.min() && defaultValue <= option.max())) {
      throw new WrongUse(
          "component "
              + name
              + ": defaultValue "
              + option.defaultValue()
              + " is outside min and max");
    }
  }
}
