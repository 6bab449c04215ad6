package dev.kiln.host.random;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.LdmNames;
import dev.kiln.host.weights.NewTensor;
import dev.kiln.host.weights.Safetensors;
import dev.kiln.host.weights.SafetensorsWriter;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes all networks into one file, under the names of the first release. */
final class SingleFileWriter {
  private static final String RECIPE = "kiln_random";
  private static final int WIDTH_2 = 1024;

  private final RandomModel model;

  SingleFileWriter(RandomModel model) {
    this.model = model;
  }

  void write(Path file) throws IOException {
    List<NewTensor> tensors = new ArrayList<>();
    for (String part : RandomModel.parts()) {
      ObjectNode config = (ObjectNode) model.configs().path(part);
      tensors.addAll(tensors(names(part, config), ParameterShapes.of(part, config)));
    }
    new SafetensorsWriter(Map.of(RECIPE, model.recipe(), "format", "pt"), tensors).write(file);
  }

  /** What a file was made from; empty where it is none of these. */
  static String recipeOf(Path file) {
    try {
      return Safetensors.read(file).metadata().getOrDefault(RECIPE, "");
    } catch (BadRequest broken) {
      return "";
    }
  }

  private LdmNames names(String part, ObjectNode config) {
    return switch (part) {
      case "unet" -> LdmNames.unet(config);
      case "vae" -> LdmNames.vae(config);
      default ->
          model.configs().path("unet").path("cross_attention_dim").asInt() == WIDTH_2
              ? LdmNames.openClip()
              : LdmNames.clip();
    };
  }

  /** Parameters that a file keeps as one tensor are written one behind the other. */
  private List<NewTensor> tensors(LdmNames names, Map<String, long[]> shapes) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    shapes
        .keySet()
        .forEach(
            name -> byKey.computeIfAbsent(names.key(name), key -> new ArrayList<>()).add(name));
    List<NewTensor> tensors = new ArrayList<>();
    byKey.forEach(
        (key, parts) -> {
          parts.sort((a, b) -> Integer.compare(names.part(a), names.part(b)));
          tensors.add(tensor(key, parts, shapes));
        });
    return tensors;
  }

  private NewTensor tensor(String key, List<String> parts, Map<String, long[]> shapes) {
    long[] shape = stored(key, shapes.get(parts.get(0)));
    shape[0] *= parts.size();
    NewTensor first =
        new RandomTensor(model.values(), parts.get(0), shapes.get(parts.get(0))).named(key, shape);
    return new NewTensor(
        key,
        first.type(),
        shape,
        first.content().isEmpty()
            ? Optional.empty()
            : Optional.of(
                out -> {
                  for (String part : parts) {
                    new RandomTensor(model.values(), part, shapes.get(part)).write(out);
                  }
                }));
  }

  /** The autoencoder's attention is written as 1x1 convolutions. */
  private static long[] stored(String key, long... shape) {
    return key.contains(".attn_1.") && shape.length == 2
        ? new long[] {shape[0], shape[1], 1, 1}
        : shape.clone();
  }
}
