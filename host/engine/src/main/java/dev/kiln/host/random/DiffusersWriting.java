package dev.kiln.host.random;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a diffusers folder: of a whole model, or of a ControlNet. */
final class DiffusersWriting implements RandomModel.Writer {
  private final RandomModel model;

  DiffusersWriting(RandomModel model) {
    this.model = model;
  }

  @Override
  public long bytes() {
    return model.kind().parts().stream().mapToLong(part -> weights(part).bytes()).sum();
  }

  @Override
  public void write(Path folder) throws IOException {
    if (model.kind() == RandomModel.Kind.CONTROLNET) {
      network("controlnet", folder);
      return;
    }
    for (String part : model.kind().parts()) {
      network(part, Files.createDirectories(folder.resolve(part)));
    }
    common(model, folder, "StableDiffusionPipeline");
  }

  private void network(String part, Path folder) throws IOException {
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("config.json").toFile(), model.configs().path(part));
    String name =
        part.equals("text_encoder") ? "model.safetensors" : "diffusion_pytorch_model.safetensors";
    weights(part).write(folder.resolve(name));
  }

  SafetensorsWriter weights(String part) {
    List<NewTensor> tensors =
        ParameterShapes.of(part, model.configs()).entrySet().stream()
            .map(it -> new RandomTensor(model.values(), it.getKey(), it.getValue()).asNew())
            .toList();
    return new SafetensorsWriter(Map.of("format", "pt"), tensors);
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
