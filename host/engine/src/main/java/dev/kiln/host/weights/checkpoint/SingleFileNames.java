package dev.kiln.host.weights.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.weights.name.DiffusersNames;
import dev.kiln.host.weights.name.LdmControlNames;
import dev.kiln.host.weights.name.LdmUnetNames;
import dev.kiln.host.weights.name.LdmVaeNames;
import dev.kiln.host.weights.name.Naming;
import dev.kiln.host.weights.name.OpenClipNames;
import dev.kiln.host.weights.name.StoredName;
import dev.kiln.host.weights.name.UnetLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of a network's parameters in single files, for writing one. */
public final class SingleFileNames {
  private static final String LAYERS = "text_model.encoder.layers.";

  private final Naming naming;

  /** OpenCLIP files have a last layer that nobody uses; 0 for other files. */
  private final int unusedLayer;

  private SingleFileNames(Naming naming, int unusedLayer) {
    this.naming = naming;
    this.unusedLayer = unusedLayer;
  }

  /**
   * The names of a network.
   *
   * @param config its config.json
   */
  public static SingleFileNames of(Part part, JsonNode config) {
    return switch (part) {
      case UNET -> new SingleFileNames(new LdmUnetNames(PartFinder.UNET, layout(config)), 0);
      case CONTROLNET ->
          new SingleFileNames(
              new LdmControlNames(
                  PartFinder.CONTROL,
                  layout(config),
                  2 * config.path("conditioning_embedding_out_channels").size() - 2),
              0);
      case VAE ->
          new SingleFileNames(
              new LdmVaeNames(PartFinder.VAE, config.path("block_out_channels").size()), 0);
      case TEXT_ENCODER ->
          config.path("hidden_act").asText().equals("gelu")
              ? new SingleFileNames(
                  new OpenClipNames(PartFinder.OPEN_CLIP), config.path("num_hidden_layers").asInt())
              : new SingleFileNames(new DiffusersNames(PartFinder.CLIP), 0);
    };
  }

  /**
   * The tensors of a file.
   *
   * @param parameters shapes by diffusers name
   * @return shapes by the file's names; parameters that lie in one tensor have become one
   */
  public Map<String, long[]> tensors(Map<String, long[]> parameters) {
    Map<String, long[]> all = new LinkedHashMap<>(parameters);
    if (unusedLayer > 0) {
      String last = LAYERS + (unusedLayer - 1) + ".";
      String unused = LAYERS + unusedLayer + ".";
      parameters.forEach(
          (name, shape) -> {
            if (name.startsWith(last)) {
              all.put(unused + name.substring(last.length()), shape);
            }
          });
    }
    Map<String, long[]> tensors = new LinkedHashMap<>();
    all.forEach(
        (name, shape) -> {
          StoredName place = naming.places(name).get(0);
          long[] whole = shape.clone();
          if (place.parts() > 1) {
            whole[0] *= place.parts();
          }
          tensors.put(place.key(), whole);
        });
    return tensors;
  }

  private static UnetLayout layout(JsonNode config) {
    List<UnetLayout.Level> levels = new ArrayList<>();
    JsonNode layers = config.path("layers_per_block");
    for (int i = 0; i < config.path("block_out_channels").size(); i++) {
      boolean attention = config.path("down_block_types").path(i).asText().startsWith("CrossAttn");
      levels.add(
          new UnetLayout.Level(
              config.path("block_out_channels").path(i).asInt(),
              layers.isArray() ? layers.path(i).asInt() : layers.asInt(),
              attention ? 1 : 0));
    }
    return new UnetLayout(levels);
  }
}
