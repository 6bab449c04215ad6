package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What holds for requests that do not say otherwise: flags as {@code kiln txt2img} has them. */
@FlagGroup.Of(FlagGroup.MODEL)
final class ServerDefaults {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "",
      description = "name, hash, file or folder of a model, for requests that name none")
  private String model;

  @Option(
      names = "--vae",
      paramLabel = "VAE",
      defaultValue = "",
      description = "name or file of a separate VAE, for requests that name none")
  private String vae;

  @Option(
      names = "--attention",
      paramLabel = "NAME",
      defaultValue = "",
      description = "how attention is computed: an optimizer's name, none or automatic")
  private String attention;

  @Mixin private PluginFlags plugins;

  /** webUI's options that flags say. */
  Set<String> webuiOptions() {
    Map<String, String> said =
        Map.of(
            "sd_model_checkpoint", model,
            "sd_vae", vae,
            "cross_attention_optimization", attention);
    return said.keySet().stream()
        .filter(option -> !said.get(option).isBlank())
        .collect(Collectors.toSet());
  }

  ModelCatalog.Defaults models() {
    return new ModelCatalog.Defaults(model, vae);
  }

  /** Options of plugins by id: what flags of theirs mean stands over {@code --with}. */
  Map<String, Map<String, Object>> options(PluginOptionFlags flags) {
    Map<String, Map<String, Object>> all = plugins.options();
    flags
        .options()
        .forEach(
            (id, values) -> all.computeIfAbsent(id, key -> new LinkedHashMap<>()).putAll(values));
    return all;
  }

  /** Names of attention optimizers, before those whose own flags were typed. */
  List<String> preferred(PluginOptionFlags flags) {
    Stream<String> named =
        AttentionChooser.asked(attention)
            ? Stream.of(AttentionChooser.lower(attention))
            : Stream.of();
    return Stream.concat(named, flags.preferred().stream()).toList();
  }

  /**
   * Refuse now what would make requests fail.
   *
   * @throws BadRequest when something is not there, or does not fit
   */
  void check(Engine engine) {
    GenerationRequest request = GenerationRequest.of("").plugins(plugins.options()).build();
    if (!model.isBlank() || !vae.isBlank() || !request.plugins().isEmpty()) {
      engine.pipeline().check(request);
    }
    List<String> names =
        engine.plugins().services().optimizers().stream().map(OptimizerLine::name).toList();
    String name = AttentionChooser.lower(attention);
    if (AttentionChooser.asked(attention)
        && !names.contains(name)
        && !name.equals(GraphRecipe.UNTOUCHED)) {
      throw AttentionChooser.unknown(name, names);
    }
  }
}
