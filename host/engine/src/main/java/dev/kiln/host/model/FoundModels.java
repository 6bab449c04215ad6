package dev.kiln.host.model;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The models of this machine as plugins find them. Safe from any thread. */
public final class FoundModels implements ModelFiles {
  private static final String SAFETENSORS = "safetensors";

  private static final Set<ModelKind> PICKLED =
      EnumSet.of(ModelKind.EMBEDDING, ModelKind.UPSCALER, ModelKind.DETECTOR);

  private final ModelCatalog catalog;
  private final ModelHashes hashes;
  private final Map<Path, ModelCatalog> others = new ConcurrentHashMap<>();
  private final Map<Path, ModelFile> found = new ConcurrentHashMap<>();
  private final Map<String, String> shortHashes = new ConcurrentHashMap<>();

  public FoundModels(ModelCatalog catalog, ModelHashes hashes) {
    this.catalog = catalog;
    this.hashes = hashes;
  }

  @Override
  public Path folder() {
    return catalog.folder();
  }

  @Override
  public List<Found> find(Kind kind, List<Path> folders) {
    ModelKind wanted = ModelKind.valueOf(kind.name());
    Map<List<String>, Found> models = new LinkedHashMap<>();
    for (ModelFile file : catalog.files()) {
      if (file.kind() == wanted || isMeant(file, wanted)) {
        add(models, file, kind);
      }
    }
    for (Path folder : folders) {
      // A folder that was named for a kind says what an ONNX file in it is for.
      for (ModelFile file : catalogOf(folder).files()) {
        if (file.kind() == wanted || isOther(file, "ONNX") || mayBe(file, wanted)) {
          add(models, file, kind);
        }
      }
    }
    return new ArrayList<>(models.values());
  }

  private ModelCatalog catalogOf(Path folder) {
    return others.computeIfAbsent(
        folder.toAbsolutePath().normalize(), path -> new ModelCatalog(path, hashes));
  }

  @Override
  public List<Path> named(String flag, String folder) {
    if (folder.isBlank()) {
      return List.of();
    }
    try {
      Path path = Path.of(folder);
      if (Files.isDirectory(path)) {
        return List.of(path);
      }
    } catch (InvalidPathException none) {
      // Told below.
    }
    throw new BadRequest(flag + " is \"" + folder + "\", which is not a folder; name one");
  }

  /** Its content does not say so, but the folder that it lies in: it is broken, or unknown. */
  private static boolean isMeant(ModelFile file, ModelKind kind) {
    return mayBe(file, kind) && ModelKind.byFolder(file.name()) == kind;
  }

  /** Most of some kinds are pickles: people have them, and are to learn what to do. */
  private static boolean mayBe(ModelFile file, ModelKind kind) {
    return isOther(file, SAFETENSORS) || PICKLED.contains(kind) && isOther(file, "pickle");
  }

  private static boolean isOther(ModelFile file, String format) {
    return file.kind() == ModelKind.OTHER && file.format().equals(format);
  }

  private void add(Map<List<String>, Found> models, ModelFile file, Kind kind) {
    Path path = file.path().toAbsolutePath().normalize();
    found.put(path, file);
    models.putIfAbsent(file.identity(), new Found(file.name(), path, kind, problem(file, kind)));
  }

  private static String problem(ModelFile file, Kind kind) {
    return file.problem().isEmpty() && isOther(file, SAFETENSORS)
        ? "%s is no %s of a kind that Kiln knows: its tensors have none of their names; choose another file"
            .formatted(file.path(), ModelKind.valueOf(kind.name()).label())
        : file.problem();
  }

  @Override
  public String shortHash(Found model) {
    ModelFile file = found.get(model.path());
    if (file == null) {
      throw new IllegalArgumentException(model + " was not found here");
    }
    return shortHashes.computeIfAbsent(
        SourceStamp.of(file.hashed()), any -> catalog.shortHash(file));
  }

  @Override
  public String hash(Path file) {
    return hashes.of(file);
  }
}
