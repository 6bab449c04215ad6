package dev.kiln.host.random;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a diffusers folder. */
final class DiffusersWriting implements RandomModel.Writer {
  private final RandomModel model;

  DiffusersWriting(RandomModel model) {
    this.model = model;
  }

  @Override
  public void write(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (String part : RandomModel.parts()) {
      ObjectNode config = (ObjectNode) model.configs().path(part);
      Path target = Files.createDirectories(folder.resolve(part));
      json.writerWithDefaultPrettyPrinter()
          .writeValue(target.resolve("config.json").toFile(), config);
      writeWeights(part, target.resolve(weights(part)));
    }
    common(model, folder, "StableDiffusionPipeline");
  }

  void writeWeights(String part, Path file) throws IOException {
    List<NewTensor> tensors =
        ParameterShapes.of(part, model.configs().path(part)).entrySet().stream()
            .map(it -> new RandomTensor(model.values(), it.getKey(), it.getValue()).asNew())
            .toList();
    new SafetensorsWriter(Map.of("format", "pt"), tensors).write(file);
  }

  private static String weights(String part) {
    return part.equals("text_encoder")
        ? "model.safetensors"
        : "diffusion_pytorch_model.safetensors";
  }

  /** What both kinds of folder have: schedule, tokenizer and the index. */
  static void common(RandomModel model, Path folder, String pipeline) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path scheduler = Files.createDirectories(folder.resolve("scheduler"));
    json.writeValue(
        scheduler.resolve("scheduler_config.json").toFile(), model.configs().path("scheduler"));
    json.writeValue(folder.resolve("model_index.json").toFile(), Map.of("_class_name", pipeline));
    RandomTokenizer.write(model, folder.resolve("tokenizer"));
  }
}
