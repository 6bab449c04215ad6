package dev.kiln.host.random;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.host.weights.checkpoint.SingleFileNames;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes all networks into one file, under the names of the first release. */
final class SingleFileWriter {
  private static final String RECIPE = "kiln_random";

  private final RandomModel model;

  SingleFileWriter(RandomModel model) {
    this.model = model;
  }

  void write(Path file) throws IOException {
    List<NewTensor> tensors = new ArrayList<>();
    for (String part : RandomModel.parts()) {
      ObjectNode config = (ObjectNode) model.configs().path(part);
      SingleFileNames.of(Part.valueOf(part.toUpperCase(Locale.ROOT)), config)
          .tensors(ParameterShapes.of(part, config))
          .forEach((key, shape) -> tensors.add(tensor(key, shape)));
    }
    new SafetensorsWriter(Map.of(RECIPE, model.recipe(), "format", "pt"), tensors).write(file);
  }

  /** The autoencoder's attention is written as 1x1 convolutions. */
  private NewTensor tensor(String key, long... shape) {
    boolean convolution = key.contains(".attn_1.") && shape.length == 2;
    long[] stored = convolution ? new long[] {shape[0], shape[1], 1, 1} : shape;
    return new RandomTensor(model.values(), key, stored).asNew();
  }

  /** What a file was made from; empty where it is none of these. */
  static String recipeOf(Path file) {
    try {
      return Safetensors.read(file).metadata().getOrDefault(RECIPE, "");
    } catch (BadRequest broken) {
      return "";
    }
  }
}
