package dev.kiln.host.model;

import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which autoencoder a model is used with, by webUI's rules. */
final class VaeChoice {
  private static final String BESIDE = ".vae.safetensors";

  private VaeChoice() {}

  static ModelSource of(List<ModelFile> files, String wanted, ModelSource model) {
    if (wanted.equalsIgnoreCase("none")) {
      return model;
    } else if (wanted.isBlank() || wanted.equalsIgnoreCase("automatic")) {
      Path beside = model.path().resolveSibling(stem(model.path()) + BESIDE);
      return Files.isRegularFile(beside) ? with(model, beside) : model;
    }
    List<ModelFile> all = files.stream().filter(file -> file.kind() == ModelKind.VAE).toList();
    Path path =
        all.stream()
            .filter(file -> file.isCalled(wanted))
            .map(ModelFile::path)
            .findFirst()
            .or(() -> path(wanted))
            .orElse(null);
    if (path == null || !Files.isRegularFile(path)) {
      throw new BadRequest(
          "unknown VAE \""
              + wanted
              + "\"; there are: "
              + String.join(", ", all.stream().map(ModelFile::name).toList())
              + (all.isEmpty() ? "none" : "")
              + "; \"None\" is the model's own");
    }
    return with(model, path);
  }

  private static Optional<Path> path(String wanted) {
    try {
      return Optional.of(Path.of(wanted));
    } catch (InvalidPathException notOne) {
      return Optional.empty();
    }
  }

  private static ModelSource with(ModelSource model, Path file) {
    Checkpoint contents = Checkpoint.read(file);
    // A file without one is told now, not when the picture is to be decoded.
    contents.config(Part.VAE);
    return new OtherVae(model, new SingleFile(stem(file), contents));
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
  }
}
