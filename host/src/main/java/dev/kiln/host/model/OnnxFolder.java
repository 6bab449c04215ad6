package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.OnnxReader;
import dev.kiln.host.graph.WeightFiles;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model as {@code optimum} exports it: {@code model_index.json tokenizer/ text_encoder/ unet/
 * vae_decoder/ vae_encoder/ scheduler/}, each network with a {@code model.onnx} and a {@code
 * config.json}.
 */
public record OnnxFolder(String name, Path path) implements ModelSource {
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
   * @throws dev.kiln.spi.BadRequest when a file is missing; names the first one
   */
  static OnnxFolder read(String name, Path folder) {
    ConfigFiles.demand(name, folder, NEEDED);
    return new OnnxFolder(name, folder);
  }

  /** Whether a folder looks like such a model at all, complete or not. */
  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve("unet/model.onnx"))
        || Files.isRegularFile(folder.resolve("model_index.json"))
            && Files.isDirectory(folder.resolve("vae_decoder"));
  }

  private Path file(NetworkKind network) {
    return folder(network).resolve("model.onnx");
  }

  private Path folder(NetworkKind network) {
    return path.resolve(network.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Graph graph(NetworkKind network) {
    return OnnxReader.read(file(network));
  }

  @Override
  public List<Path> files(NetworkKind network) {
    List<Path> files = new ArrayList<>(List.of(file(network)));
    // Exports of more than two gigabytes keep their weights beside them.
    if (Files.isRegularFile(file(network))) {
      WeightFiles.of(graph(network)).stream()
          .filter(other -> !other.getFileName().equals(file(network).getFileName()))
          .forEach(files::add);
    }
    return files;
  }

  @Override
  public JsonNode config(NetworkKind network) {
    return ConfigFiles.read(folder(network).resolve("config.json"));
  }

  @Override
  public JsonNode scheduler() {
    return ConfigFiles.read(path.resolve("scheduler/scheduler_config.json"));
  }

  @Override
  public ClipTokenizer tokenizer() {
    return ClipTokenizer.read(path.resolve("tokenizer"));
  }
}
