package dev.kiln.host.app;

import dev.kiln.host.app.PluginOptionFlags.Audience;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelFile;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.PluginRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All commands that are there, the host's and those of plugins, with the flags that they take. */
final class Completables {
  /** What plugins are called where a command takes one. */
  static final String ID = "ID";

  private final PluginRuntime plugins;
  private final Map<String, List<String>> names;
  private final Map<String, CommandSpec> specs = new TreeMap<>();
  private final Map<String, String> summaries = new TreeMap<>();

  private Completables(PluginRuntime plugins, Map<String, List<String>> names) {
    this.plugins = plugins;
    this.names = names;
  }

  /**
   * @param kiln the host's commands; those that take flags of plugins get them here
   * @param models those that are there now
   */
  static List<Completable> of(CommandLine kiln, PluginRuntime plugins, ModelCatalog models) {
    Completables all = new Completables(plugins, names(plugins, models.files()));
    all.hosts("", kiln);
    plugins.services().commands().forEach(all::contributed);
    all.begin();
    return all.specs.keySet().stream().map(all::completable).toList();
  }

  /** What flags take that is not known before one looks. */
  private static Map<String, List<String>> names(PluginRuntime plugins, List<ModelFile> files) {
    List<String> upscalers =
        Stream.concat(
                plugins.services().upscalerNames().stream(),
                called(files, ModelKind.UPSCALER, ModelKind.DIFFUSION_UPSCALER).stream())
            .toList();
    return Map.of(
        "--with", plugins.services().options().stream().map(Contribution::plugin).toList(),
        "--model", called(files, ModelKind.CHECKPOINT),
        "--vae", called(files, ModelKind.VAE),
        "--upscaler", upscalers,
        "--hires-upscaler", upscalers);
  }

  private static List<String> called(List<ModelFile> files, ModelKind... kinds) {
    return files.stream()
        .filter(file -> List.of(kinds).contains(file.kind()) && file.problem().isEmpty())
        .map(ModelFile::shortName)
        .distinct()
        .toList();
  }

  private void hosts(String name, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    PluginContributions offered = plugins.services();
    CommandLineTool.audience(name)
        .ifPresent(audience -> new PluginOptionFlags().addTo(command, offered, audience));
    put(name, spec, String.join(" ", spec.usageMessage().description()));
    command.getSubcommands().forEach((word, part) -> hosts((name + " " + word).strip(), part));
  }

  private void contributed(Contribution<CommandIndex> command) {
    CommandLine line = new CommandLine(new HostOptions());
    new CommandFlags(command).addTo(line.getCommandSpec());
    new PluginOptionFlags().addTo(line, plugins.services(), Audience.COMMAND);
    put(command.what().name(), line.getCommandSpec(), command.what().summary());
  }

  /** The first word of a command of two may be none alone. */
  private void begin() {
    for (String name : List.copyOf(specs.keySet())) {
      specs.putIfAbsent(name.split(" ")[0], CommandSpec.create());
    }
  }

  private void put(String name, CommandSpec spec, String summary) {
    specs.put(name, spec);
    summaries.put(name, summary);
  }

  private Completable completable(String name) {
    CommandSpec spec = specs.get(name);
    Map<String, String> words = new LinkedHashMap<>(parts(name));
    if (name.isEmpty()) {
      words.put(CommandLineTool.HELP, "show the flags of a command");
    } else if (!spec.positionalParameters().isEmpty()) {
      values(spec.positionalParameters().get(0)).forEach(value -> words.put(value, ""));
    }
    return new Completable(name, words, flags(spec));
  }

  /** The words that follow in longer commands. */
  private Map<String, String> parts(String name) {
    Map<String, String> parts = new TreeMap<>();
    String before = name.isEmpty() ? "" : name + " ";
    for (String longer : specs.keySet()) {
      if (longer.startsWith(before) && longer.length() > before.length()) {
        String word = longer.substring(before.length()).split(" ")[0];
        parts.put(word, summaries.getOrDefault(before + word, ""));
      }
    }
    return parts;
  }

  private List<String> values(PositionalParamSpec parameter) {
    return parameter.paramLabel().equals(ID)
        ? plugins.report().plugins().stream().map(PluginLine::id).distinct().toList()
        : candidates(parameter.completionCandidates());
  }

  private List<Completable.Flag> flags(CommandSpec spec) {
    List<Completable.Flag> flags = new ArrayList<>();
    for (OptionSpec flag : spec.options()) {
      if (!flag.hidden()) {
        flags.add(
            new Completable.Flag(
                List.of(flag.names()),
                String.join(" ", flag.description()),
                flag.arity().max() > 0,
                names.getOrDefault(flag.longestName(), candidates(flag.completionCandidates()))));
      }
    }
    return flags;
  }

  private static List<String> candidates(Iterable<String> given) {
    return given == null
        ? List.of()
        : StreamSupport.stream(given.spliterator(), false).flatMap(Stream::ofNullable).toList();
  }
}
