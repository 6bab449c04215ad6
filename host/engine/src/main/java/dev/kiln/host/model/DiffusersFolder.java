package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.file.Gguf;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model as diffusers saves it: {@code model_index.json tokenizer/ text_encoder/ unet/ vae/
 * scheduler/}, each network with its weights as safetensors and a {@code config.json}.
 */
public record DiffusersFolder(String name, Path path) implements ModelFolder {
  private static final List<String> NEEDED =
      List.of(
          "tokenizer/vocab.json",
          "tokenizer/merges.txt",
          "text_encoder/config.json",
          "unet/config.json",
          "vae/config.json",
          "scheduler/scheduler_config.json");

  /**
   * Check a folder.
   *
   * @throws dev.kiln.spi.BadRequest when a file is missing; names the first one
   */
  static DiffusersFolder read(String name, Path folder) {
    ConfigFiles.demand(name, folder, NEEDED);
    return new DiffusersFolder(name, folder);
  }

  /** Whether a folder looks like such a model at all, complete or not. */
  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve("unet/config.json"))
        && (Files.isDirectory(folder.resolve("vae")) || ModelFolder.enlarges(folder))
        && !OnnxFolder.isOne(folder);
  }

  @Override
  public Path folder(NetworkKind network) {
    return path.resolve(
        switch (network) {
          case TEXT_ENCODER -> "text_encoder";
          case UNET -> "unet";
          case VAE_DECODER, VAE_ENCODER -> "vae";
          case CONTROLNET -> "controlnet";
        });
  }

  @Override
  public Graph graph(NetworkKind network) {
    return NetworkBuilder.of(network, config(network), configFile(network).toString())
        .graph(weights(network), LayerOperators.TUNED);
  }

  /** A GGUF file in the place of a network's weights may have the names of single files. */
  private StateDict weights(NetworkKind network) {
    StateDict weights = StateDict.inFolder(folder(network));
    return Gguf.isOne(weights.file())
        ? Checkpoint.read(weights.file()).weights(SingleFile.part(network))
        : weights;
  }

  @Override
  public List<Path> files(NetworkKind network) {
    return Stream.concat(
            StateDict.inFolder(folder(network)).files().stream(), Stream.of(configFile(network)))
        .toList();
  }

  @Override
  public long weightBytes() {
    long bytes = 0;
    for (NetworkKind network :
        List.of(NetworkKind.TEXT_ENCODER, NetworkKind.UNET, NetworkKind.VAE_DECODER)) {
      bytes += StateDict.inFolder(folder(network)).floatBytes();
    }
    return bytes;
  }
}
