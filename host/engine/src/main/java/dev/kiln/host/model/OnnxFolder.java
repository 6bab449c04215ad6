package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A model as {@code optimum} exports it: {@code model_index.json tokenizer/ text_encoder/ unet/
 * vae_decoder/ vae_encoder/ scheduler/}, each network with a {@code model.onnx} and a {@code
 * config.json}. diffusers' own export of a model that enlarges pictures calls the decoder {@code
 * vae} and has no {@code config.json}.
 */
public record OnnxFolder(String name, Path path) implements ModelFolder {
  private static final List<String> NEEDED =
      List.of(
          "tokenizer/vocab.json",
          "tokenizer/merges.txt",
          "text_encoder/model.onnx",
          "unet/model.onnx",
          "scheduler/scheduler_config.json");

  private static final String ONLY_DECODER = "vae";

  /**
   * Check a folder.
   *
   * @throws BadRequest when a file is missing; names the first one
   */
  static OnnxFolder read(String name, Path folder) {
    ConfigFiles.demand(name, folder, NEEDED);
    OnnxFolder model = new OnnxFolder(name, folder);
    List<String> more = new ArrayList<>();
    if (!ModelFolder.enlarges(folder)) {
      more.add("unet/config.json");
    }
    more.add(folder.relativize(model.file(NetworkKind.VAE_DECODER)).toString());
    ConfigFiles.demand(name, folder, more);
    return model;
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

  @Override
  public Path folder(NetworkKind network) {
    boolean only =
        network == NetworkKind.VAE_DECODER
            && Files.isRegularFile(path.resolve(ONLY_DECODER + "/model.onnx"));
    return path.resolve(only ? ONLY_DECODER : network.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Graph graph(NetworkKind network) {
    return OnnxReader.read(file(network));
  }

  /** The network first; exports of more than two gigabytes keep their weights beside it. */
  @Override
  public List<Path> files(NetworkKind network) {
    try (Stream<Path> files = Files.list(folder(network))) {
      return files
          .filter(file -> !file.toString().endsWith(".json"))
          .sorted(Comparator.comparing((Path file) -> !file.equals(file(network))))
          .toList();
    } catch (IOException e) {
      throw new BadRequest("model '" + name + "' has no folder " + folder(network), e);
    }
  }

  @Override
  public boolean computesInFloat32() {
    return false;
  }

  /** The size of the files: reading their structure takes longer. */
  @Override
  public long weightBytes() {
    return Stream.of(NetworkKind.TEXT_ENCODER, NetworkKind.UNET, NetworkKind.VAE_DECODER)
        .flatMap(network -> files(network).stream())
        .mapToLong(file -> file.toFile().length())
        .sum();
  }
}
