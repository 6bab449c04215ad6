package dev.kiln.host.model;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The models that lie in a folder, read anew at each question. */
public final class ModelCatalog {
  private static final String DEFAULT = "default";

  private final Path models;
  private final ModelHashes hashes;

  public ModelCatalog(Path models, ModelHashes hashes) {
    this.models = models;
    this.hashes = hashes;
  }

  /**
   * One line of the catalog.
   *
   * @param sha256 of the denoising network; empty when its file is missing
   */
  public record Entry(String name, Path folder, String sha256) {
    /** The short hash as webUI writes it: ten digits. */
    public String shortHash() {
      return sha256.substring(0, Math.min(10, sha256.length()));
    }

    /** webUI's title: "name [hash]". */
    public String title() {
      return name + " [" + shortHash() + "]";
    }
  }

  /** All models, by name. */
  public List<Entry> list() {
    return folders().stream().map(this::entry).toList();
  }

  public Path folder() {
    return models;
  }

  /**
   * Find a model by name, title, hash or path, in any case; empty text means the default model.
   *
   * @throws BadRequest when there is none, or it is incomplete
   */
  public ModelFolder choose(String wanted) {
    if (wanted.isBlank()) {
      return ModelFolder.read(standard());
    }
    Optional<Path> named =
        folders().stream().filter(folder -> wanted.equalsIgnoreCase(name(folder))).findFirst();
    if (named.isPresent()) {
      return ModelFolder.read(named.get());
    }
    Optional<Entry> hashed = list().stream().filter(entry -> fits(entry, wanted)).findFirst();
    if (hashed.isPresent()) {
      return ModelFolder.read(hashed.get().folder());
    }
    Path path = Path.of(wanted);
    if (Files.isDirectory(path)) {
      return ModelFolder.read(path);
    }
    throw new BadRequest(
        "unknown model \""
            + wanted
            + "\"; in "
            + models
            + " there are: "
            + String.join(", ", folders().stream().map(ModelCatalog::name).toList()));
  }

  private Path standard() {
    List<Path> folders = folders();
    return folders.stream()
        .filter(folder -> name(folder).equals(DEFAULT))
        .findFirst()
        .or(() -> folders.stream().findFirst())
        .orElseThrow(
            () ->
                new BadRequest(
                    "there is no model in "
                        + models
                        + "; put a model folder there or name one with --model"));
  }

  private List<Path> folders() {
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(models)) {
      return children
          .filter(ModelFolder::looksLikeModel)
          .sorted(Comparator.comparing(ModelCatalog::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entry entry(Path folder) {
    Path unet = folder.resolve("unet/model.onnx");
    return new Entry(name(folder), folder, Files.isRegularFile(unet) ? hashes.of(unet) : "");
  }

  private static boolean fits(Entry entry, String wanted) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    return entry.title().equalsIgnoreCase(wanted)
        || lower.length() >= 8 && entry.sha256().startsWith(lower);
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }
}
