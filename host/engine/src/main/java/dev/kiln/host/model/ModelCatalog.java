package dev.kiln.host.model;

import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The models in a folder, read again at each call. */
public final class ModelCatalog {
  private static final String DEFAULT = "default";
  private static final int SHORTEST_HASH = 8;
  private static final long QUICK_BYTES = 100_000_000;

  private final Path models;
  private final ModelHashes hashes;
  private final Defaults defaults;
  private final Map<String, ModelFile> known = new ConcurrentHashMap<>();

  /**
   * What is taken where nobody names anything.
   *
   * @param model as in {@link #choose}; empty for the one called "default", else the first
   * @param vae as in {@link #withVae}; empty for the one beside the model, else the model's own
   */
  public record Defaults(String model, String vae) {
    /** As the files lie. */
    public static final Defaults NONE = new Defaults("", "");
  }

  public ModelCatalog(Path models, ModelHashes hashes) {
    this(models, hashes, Defaults.NONE);
  }

  public ModelCatalog(Path models, ModelHashes hashes, Defaults defaults) {
    this.models = models;
    this.hashes = hashes;
    this.defaults = defaults;
  }

  /**
   * A model that can be chosen.
   *
   * @param sha256 of the file whose content names it; empty as long as it was never used
   */
  public record Entry(String name, Path path, String sha256) {
    /** The short hash as webUI writes it: ten digits. */
    public String shortHash() {
      return sha256.substring(0, Math.min(10, sha256.length()));
    }

    /** webUI's title: "name [hash]". */
    public String title() {
      return sha256.isEmpty() ? name : name + " [" + shortHash() + "]";
    }
  }

  /** All that lies there, models and what goes with them, and a default that lies elsewhere. */
  public List<ModelFile> files() {
    List<ModelFile> files = ModelScan.of(models, known);
    String wanted = defaults.model();
    if (!wanted.isBlank() && ModelFile.called(files, wanted).isEmpty()) {
      path(wanted)
          .filter(path -> !path.startsWith(models.toAbsolutePath()))
          .flatMap(path -> ModelScan.at(path, known))
          .ifPresent(files::add);
    }
    return files;
  }

  /** All models that can be used, by name. */
  public List<Entry> list() {
    return checkpoints(files()).stream()
        .filter(file -> file.problem().isEmpty())
        .map(this::entry)
        .toList();
  }

  /**
   * A model of the list, without looking for it again.
   *
   * @throws BadRequest when it is not whole any more
   */
  public ModelSource source(Entry entry) {
    return open(entry.name(), entry.path());
  }

  /** The ControlNets that go with a model, as far as they can be used. */
  public List<NetworkFiles> controlNets(ModelSource model) {
    String family = Architecture.of(model.config(NetworkKind.UNET)).replaceFirst(",.*", "");
    List<NetworkFiles> found = new ArrayList<>();
    for (ModelFile file : files()) {
      // An ONNX file does not say what it goes with.
      if (file.kind() == ModelKind.CONTROLNET
          && List.of("", family).contains(file.architecture())) {
        try {
          NetworkFiles network = ControlNetFiles.read(file.path());
          network.graph(NetworkKind.CONTROLNET);
          found.add(network);
        } catch (BadRequest unusable) {
          // Who names it is told.
          continue;
        }
      }
    }
    return found;
  }

  /** What is taken where nobody names anything. */
  public Defaults defaults() {
    return defaults;
  }

  public Path folder() {
    return models;
  }

  /**
   * SHA-256 of the file that names a model where it need not be waited for: it is known, or the
   * file is small. Empty otherwise.
   */
  private String quickHash(ModelFile file) {
    boolean quick = file.hashed().toFile().length() < QUICK_BYTES || hashes.knows(file.hashed());
    return quick ? hash(file) : "";
  }

  /** SHA-256 of the file that names a model; empty when it is missing. */
  public String hash(ModelFile file) {
    return Files.isRegularFile(file.hashed()) ? hashes.of(file.hashed()) : "";
  }

  /** Whether a file's hash is known without reading it. */
  public boolean knowsHash(ModelFile file) {
    return hashes.knows(file.hashed());
  }

  /**
   * The short hash by which users and programs know a file, as webUI and its extensions compute it:
   * ten digits for models and VAEs, twelve of the values alone for LoRAs, eight of a sample for
   * ControlNets.
   */
  public String shortHash(ModelFile file) {
    if (!Files.isRegularFile(file.hashed())) {
      return "";
    }
    return switch (file.kind()) {
      case LORA -> ShortHashes.ofValues(file.hashed());
      case CONTROLNET -> ShortHashes.ofSample(file.hashed());
      default -> hash(file).substring(0, 10);
    };
  }

  /**
   * Find a model by name, title, hash or path, in any case; empty text means the default model.
   *
   * @throws BadRequest when there is none, or it is incomplete
   */
  public ModelSource choose(String wanted) {
    if (wanted.isBlank()) {
      return defaults.model().isBlank() ? open(defaultModel()) : choose(defaults.model());
    }
    List<ModelFile> files = files();
    List<ModelFile> all = checkpoints(files);
    return ModelFile.called(all, wanted)
        .or(() -> hashed(all, wanted))
        .map(ModelCatalog::open)
        .or(() -> atPath(wanted))
        .or(() -> ModelFile.called(files, wanted).flatMap(ModelCatalog::noModel))
        .orElseThrow(
            () ->
                new BadRequest(
                    "unknown model \""
                        + wanted
                        + "\"; in "
                        + models
                        + " there are: "
                        + String.join(", ", all.stream().map(ModelFile::name).toList())));
  }

  /**
   * Find a VAE: by name or path; empty text for the default; "Automatic" for the file {@code
   * <model>.vae.safetensors} beside the model, where there is one; "None" for the model's own.
   *
   * @throws BadRequest when there is no such VAE
   */
  public ModelSource withVae(ModelSource model, String wanted) {
    return VaeChoice.of(files(), wanted.isBlank() ? defaults.vae() : wanted, model);
  }

  private static List<ModelFile> checkpoints(List<ModelFile> files) {
    return files.stream().filter(file -> file.kind() == ModelKind.CHECKPOINT).toList();
  }

  /** What exists but is not a model. Reading it as one throws the reason; empty if it does not. */
  private static Optional<ModelSource> noModel(ModelFile file) {
    if (file.kind() == ModelKind.DIFFUSION_UPSCALER) {
      // Its UNet tells why when it is to draw.
      return Optional.of(open(file));
    }
    return file.format().equals("ONNX") || Files.isDirectory(file.path())
        ? Optional.empty()
        : atPath(file.path().toString());
  }

  private Optional<ModelFile> hashed(List<ModelFile> all, String wanted) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    boolean hash = lower.matches("[0-9a-f]{" + SHORTEST_HASH + ",64}");
    if (!hash && !lower.endsWith("]")) {
      return Optional.empty();
    }
    return all.stream()
        .filter(file -> hash ? hash(file).startsWith(lower) : isTitled(file, wanted))
        .findFirst();
  }

  /** Whether text is one of the names of a file, with the hash behind it. */
  private boolean isTitled(ModelFile file, String wanted) {
    String hash = " [" + entry(file).shortHash() + "]";
    return Stream.of(file.name(), file.shortName(), file.path().getFileName().toString())
        .anyMatch(name -> wanted.equalsIgnoreCase(name + hash));
  }

  /** A model that lies elsewhere. */
  private static Optional<ModelSource> atPath(String wanted) {
    return path(wanted).flatMap(ModelCatalog::at);
  }

  private static Optional<Path> path(String wanted) {
    try {
      return Optional.of(Path.of(wanted).toAbsolutePath().normalize());
    } catch (InvalidPathException notOne) {
      return Optional.empty();
    }
  }

  /**
   * A model by its path; empty where nothing lies there.
   *
   * @throws BadRequest when it is no model
   */
  static Optional<ModelSource> at(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    if (Files.isRegularFile(path)) {
      Checkpoint contents = Checkpoint.read(path);
      // Throws the reason if the file is not a model.
      contents.config(Part.UNET);
      return Optional.of(new SingleFile(Sibling.stem(path), path, contents));
    } else if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    return Optional.of(folder(name, path));
  }

  private static ModelSource open(ModelFile file) {
    return open(file.name(), file.path());
  }

  private static ModelSource open(String name, Path path) {
    return Files.isDirectory(path)
        ? folder(name, path)
        : new SingleFile(ModelFile.shortName(name), path, Checkpoint.read(path));
  }

  private static ModelSource folder(String name, Path path) {
    return DiffusersFolder.isOne(path)
        ? DiffusersFolder.read(name, path)
        : OnnxFolder.read(name, path);
  }

  private ModelFile defaultModel() {
    List<ModelFile> all = checkpoints(files());
    return ModelFile.called(all, DEFAULT)
        .or(() -> all.stream().findFirst())
        .orElseThrow(
            () ->
                new BadRequest(
                    "there is no model in "
                        + models
                        + "; put a model there or name one with --model"));
  }

  private Entry entry(ModelFile file) {
    return new Entry(file.name(), file.path(), quickHash(file));
  }
}
