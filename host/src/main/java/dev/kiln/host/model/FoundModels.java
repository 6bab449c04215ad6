package dev.kiln.host.model;

import dev.kiln.spi.host.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The models of this machine as plugins find them. Safe from any thread. */
public final class FoundModels implements ModelFiles {
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
    Map<Path, Found> models = new LinkedHashMap<>();
    for (ModelFile file : catalog.files()) {
      if (file.kind() == wanted) {
        add(models, file, kind);
      }
    }
    for (Path folder : folders) {
      // A folder that was named for a kind says what an ONNX file in it is for.
      for (ModelFile file : catalogOf(folder).files()) {
        if (file.kind() == wanted || file.kind() == ModelKind.OTHER && isOnnx(file)) {
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

  private static boolean isOnnx(ModelFile file) {
    return file.format().equals("ONNX");
  }

  private void add(Map<Path, Found> models, ModelFile file, Kind kind) {
    Path path = file.path().toAbsolutePath().normalize();
    found.put(path, file);
    models.putIfAbsent(path, new Found(file.name(), path, kind, file.problem()));
  }

  @Override
  public String shortHash(Found model) {
    ModelFile file = found.get(model.path());
    if (file == null) {
      throw new IllegalArgumentException(model + " was not found here");
    }
    java.io.File hashed = file.hashed().toFile();
    String stamp = hashed + "|" + hashed.length() + "|" + hashed.lastModified();
    return shortHashes.computeIfAbsent(stamp, any -> catalog.shortHash(file));
  }

  @Override
  public String hash(Path file) {
    return hashes.of(file);
  }
}
