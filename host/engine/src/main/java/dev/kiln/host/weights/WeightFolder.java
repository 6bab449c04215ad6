package dev.kiln.host.weights;

import dev.kiln.host.DiskReason;
import dev.kiln.host.weights.file.ForeignFile;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses among the files that a network's folder of a diffusers model may hold. */
final class WeightFolder {
  /** Full precision first: it needs no copy. */
  private static final List<String> NAMES =
      List.of(
          "diffusion_pytorch_model.safetensors",
          "model.safetensors",
          "diffusion_pytorch_model.safetensors.index.json",
          "model.safetensors.index.json",
          "diffusion_pytorch_model.fp16.safetensors",
          "model.fp16.safetensors",
          "diffusion_pytorch_model.fp16.safetensors.index.json",
          "diffusion_pytorch_model.safetensors.index.fp16.json",
          "model.fp16.safetensors.index.json",
          "model.safetensors.index.fp16.json",
          "diffusion_pytorch_model.gguf",
          "model.gguf");

  private WeightFolder() {}

  static Path choose(Path folder) {
    for (String name : NAMES) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    if (!Files.isDirectory(folder)) {
      throw new BadRequest("there is no folder " + folder + " with a network's weights");
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> pickle = files.filter(ForeignFile::isPickle).sorted().findFirst();
      if (pickle.isPresent()) {
        throw ForeignFile.pickle(pickle.get());
      }
    } catch (IOException e) {
      throw new BadRequest(folder + " cannot be read: " + DiskReason.of(e), e);
    }
    throw new BadRequest(
        folder + " has no " + NAMES.get(0) + " or " + NAMES.get(1) + "; copy the file there");
  }
}
