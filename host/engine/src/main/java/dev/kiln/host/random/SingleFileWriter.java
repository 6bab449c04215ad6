package dev.kiln.host.random;

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

/**
 * Writes one file: all networks of a model under the names of the first release, a ControlNet under
 * diffusers', a LoRA under kohya's.
 */
final class SingleFileWriter implements RandomModel.Writer {
  private static final String RECIPE = "kiln_random";

  private final RandomModel model;

  SingleFileWriter(RandomModel model) {
    this.model = model;
  }

  @Override
  public long bytes() {
    return file().bytes();
  }

  @Override
  public void write(Path file) throws IOException {
    file().write(file);
  }

  private SafetensorsWriter file() {
    List<NewTensor> tensors = new ArrayList<>();
    switch (model.kind()) {
      case MODEL ->
          model
              .kind()
              .parts()
              .forEach(
                  part ->
                      SingleFileNames.of(
                              Part.valueOf(part.toUpperCase(Locale.ROOT)),
                              model.configs().path(part))
                          .tensors(ParameterShapes.of(part, model.configs()))
                          .forEach((key, shape) -> tensors.add(tensor(key, shape))));
      case CONTROLNET ->
          ParameterShapes.of("controlnet", model.configs())
              .forEach((key, shape) -> tensors.add(random(key, shape)));
      case LORA ->
          LoraShapes.of(model.configs(), model.configs().path("lora").path("rank").asInt())
              .forEach((key, shape) -> tensors.add(random(key, shape)));
    }
    return new SafetensorsWriter(Map.of(RECIPE, model.recipe(), "format", "pt"), tensors);
  }

  /** The autoencoder's attention is written as 1x1 convolutions. */
  private NewTensor tensor(String key, long... shape) {
    boolean convolution = key.contains(".attn_1.") && shape.length == 2;
    return random(key, convolution ? new long[] {shape[0], shape[1], 1, 1} : shape);
  }

  private NewTensor random(String key, long... shape) {
    return new RandomTensor(model.values(), key, shape).asNew();
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
