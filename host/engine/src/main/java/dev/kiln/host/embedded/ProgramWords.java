package dev.kiln.host.embedded;

import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of the engine and its plugins, as a program reads them. They say what helps by the
 * flags of the command line; a program says the same by a method or an option, which is put in the
 * flag's place. Commands stay as they are: who has an engine may run them beside it.
 */
final class ProgramWords {
  /** A command with its flags, or a flag that begins a word. */
  private static final Pattern SPOKEN =
      Pattern.compile("\\bkiln [a-z][^;:,]*|(?<![^\\s(])--[a-z][a-z0-9-]*");

  private static final Map<String, String> ENGINE =
      Map.ofEntries(
          Map.entry("--models", "models"),
          Map.entry("--home", "home"),
          Map.entry("--plugins", "plugins"),
          Map.entry("--model", "model"),
          Map.entry("--vae", "vae"),
          Map.entry("--fast-load", "fastLoad"),
          Map.entry("--resident-models", "residentModels"),
          Map.entry("--model-memory", "modelMemory"),
          Map.entry("--resident-networks", "networkMemory"),
          Map.entry("--attention-memory", "attentionMemory"),
          Map.entry("--weights-cache", "weightsCache"));

  /** Before there is an engine. */
  static final ProgramWords NO_PLUGINS = new ProgramWords(words -> {});

  private final Consumer<Map<String, String>> plugins;

  private ProgramWords(Consumer<Map<String, String>> plugins) {
    this.plugins = plugins;
  }

  /** With the flags that plugins declare, as they lie there when a sentence has one. */
  static ProgramWords of(PluginContributions contributions) {
    return new ProgramWords(words -> put(contributions, words));
  }

  private static void put(PluginContributions plugins, Map<String, String> words) {
    plugins.options(Scope.REQUEST).forEach(it -> put(it, "with", words));
    plugins
        .options(Scope.SETTINGS)
        .forEach(it -> put(it, "EngineOptions.builder().setting", words));
  }

  private static void put(
      Contribution<OptionsIndex> options, String method, Map<String, String> words) {
    for (FieldIndex field : options.what().fields()) {
      String call = "%s(\"%s\", \"%s\", …)".formatted(method, options.plugin(), field.name());
      field.flags().forEach(flag -> words.put(flag, call));
    }
  }

  String of(String sentence) {
    if (!sentence.contains("--")) {
      return sentence;
    }
    Map<String, String> words = words();
    return SPOKEN
        .matcher(sentence)
        .replaceAll(
            found -> Matcher.quoteReplacement(words.getOrDefault(found.group(), found.group())));
  }

  private Map<String, String> words() {
    Map<String, String> words = new HashMap<>();
    plugins.accept(words);
    for (RequestField<?> field : RequestFields.ALL) {
      field.flag().names().forEach(flag -> words.put(flag, "field(\"" + field.name() + "\", …)"));
    }
    ENGINE.forEach((flag, name) -> words.put(flag, "EngineOptions.builder()." + name + "(…)"));
    return words;
  }
}
