package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Stable Diffusion 1.x or 2.x model as {@code optimum} exports it: {@code model_index.json
 * tokenizer/ text_encoder/ unet/ vae_decoder/ vae_encoder/ scheduler/}, each network with a {@code
 * model.onnx} and a {@code config.json}.
 *
 * @param name the folder's name, by which users choose the model
 */
public record ModelFolder(String name, Path path) {
  private static final List<String> NEEDED =
      List.of(
          "tokenizer/vocab.json",
          "tokenizer/merges.txt",
          "text_encoder/model.onnx",
          "unet/model.onnx",
          "unet/config.json",
          "vae_decoder/model.onnx",
          "scheduler/scheduler_config.json");

  /**
   * Check a folder.
   *
   * @throws BadRequest when a file is missing; names the first one
   */
  public static ModelFolder read(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new BadRequest("there is no model folder " + folder);
    }
    ModelFolder model = new ModelFolder(folder.getFileName().toString(), folder);
    for (String file : NEEDED) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new BadRequest(
            "model '"
                + model.name
                + "' has no "
                + file
                + " in "
                + folder
                + "; copy the missing file there or export the model again");
      }
    }
    return model;
  }

  /** Whether a folder looks like a model at all, complete or not. */
  static boolean looksLikeModel(Path folder) {
    return Files.isRegularFile(folder.resolve("unet/model.onnx"))
        || Files.isRegularFile(folder.resolve("model_index.json"))
            && Files.isDirectory(folder.resolve("vae_decoder"));
  }

  /** The file of a network: "unet", "text_encoder", "vae_decoder", "vae_encoder". */
  public Path network(String component) {
    return path.resolve(component).resolve("model.onnx");
  }

  public Path tokenizer() {
    return path.resolve("tokenizer");
  }

  /** A component's settings; empty where the file is missing. */
  JsonNode config(String component) {
    Path file =
        path.resolve(component)
            .resolve(component.equals("scheduler") ? "scheduler_config.json" : "config.json");
    if (!Files.isRegularFile(file)) {
      return new ObjectMapper().createObjectNode();
    }
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new BadRequest(file + " is not readable JSON; copy it again", e);
    }
  }

  /** The size in pixels that the model was made for: 512 for Stable Diffusion 1.5. */
  public int nativeSize() {
    return 8 * config("unet").path("sample_size").asInt(64);
  }
}
