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
      return Sibling.find(model.path(), BESIDE)
          .or(() -> named(files, model.path()))
          .map(file -> with(model, file))
          .orElse(model);
    }
    List<ModelFile> all = files.stream().filter(file -> file.kind() == ModelKind.VAE).toList();
    Path path =
        ModelFile.called(all, wanted).map(ModelFile::path).or(() -> path(wanted)).orElse(null);
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

  /**
   * As webUI looks for {@code NAME.vae.safetensors} anywhere, and for {@code NAME.safetensors} in
   * the folder VAE.
   */
  private static Optional<Path> named(List<ModelFile> files, Path model) {
    String name = ModelFile.plain(Sibling.stem(model));
    return files.stream()
        .filter(file -> file.kind() == ModelKind.VAE)
        .filter(
            file ->
                file.shortName().equalsIgnoreCase(name + ".vae")
                    || file.shortName().equalsIgnoreCase(name) && inVaeFolder(file.path()))
        .map(ModelFile::path)
        .findFirst();
  }

  private static boolean inVaeFolder(Path file) {
    return file.getParent().getFileName().toString().equalsIgnoreCase("vae");
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
    return new OtherVae(model, new SingleFile(Sibling.stem(file), file, contents));
  }
}
