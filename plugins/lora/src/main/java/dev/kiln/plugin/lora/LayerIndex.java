package dev.kiln.plugin.lora;

import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A network's layers and vectors by all the names that files have for them. */
final class LayerIndex {
  /** Newer exports have left it out. */
  private static final String TEXT_MODEL = "text_model_";

  private final Map<String, LinearLayer> layers = new HashMap<>();
  private final Map<String, Map<Parameter.Role, Parameter>> vectors = new HashMap<>();
  private final Map<String, String> plain = new LinkedHashMap<>();
  private final int perBlock;

  LayerIndex(NetworkWeights network, NetworkKind kind) {
    // Each asks the host to search the whole graph.
    List<LinearLayer> linears = network.linears();
    List<Parameter> parameters = network.parameters();
    Set<String> modules = new HashSet<>();
    linears.forEach(layer -> modules.add(ModuleNames.of(layer)));
    parameters.forEach(vector -> modules.add(ModuleNames.of(vector.path())));
    modules.remove("");
    ModuleNames names = ModuleNames.of(modules);
    perBlock = names.layers();
    for (String module : modules) {
      plain.put(module, module);
      plain.putIfAbsent(
          kind == NetworkKind.UNET ? names.original(module) : withoutTextModel(module), module);
    }
    for (LinearLayer layer : linears) {
      layers.putIfAbsent(ModuleNames.of(layer), layer);
    }
    for (Parameter vector : parameters) {
      vectors
          .computeIfAbsent(ModuleNames.of(vector.path()), any -> new HashMap<>())
          .putIfAbsent(vector.role(), vector);
    }
  }

  private static String withoutTextModel(String module) {
    return module.startsWith(TEXT_MODEL) ? module.substring(TEXT_MODEL.length()) : module;
  }

  /** The path, with underscores, of what a file means; empty where the network has no such. */
  Optional<String> module(String name) {
    return Optional.ofNullable(plain.get(name))
        .or(() -> Optional.ofNullable(plain.get(withoutTextModel(name))));
  }

  Optional<LinearLayer> layer(String module) {
    return Optional.ofNullable(layers.get(module));
  }

  Optional<Parameter> vector(String module, Parameter.Role role) {
    return Optional.ofNullable(vectors.getOrDefault(module, Map.of()).get(role));
  }

  /** How many resnets a block of a UNet has. */
  int perBlock() {
    return perBlock;
  }
}
