package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Scans a folder of models. Only the header of each file is read. Links are followed last, so that
 * a file which can be reached in two ways keeps its own name.
 */
final class ModelScan {
  private static final List<String> PICKLES = List.of(".ckpt", ".pt", ".pth", ".bin");

  private final Path root;
  private final Map<String, ModelFile> known;
  private final List<ModelFile> found = new ArrayList<>();
  private final Set<Path> folders = new HashSet<>();
  private final Set<List<String>> models = new HashSet<>();
  private final Deque<Path> links = new ArrayDeque<>();

  private ModelScan(Path root, Map<String, ModelFile> known) {
    this.root = root;
    this.known = known;
  }

  /**
   * All that lies there, by name.
   *
   * @param known single files of earlier scans by path, size and time; what is new is added
   */
  static List<ModelFile> of(Path root, Map<String, ModelFile> known) {
    ModelScan scan = new ModelScan(root, known);
    scan.folder(root);
    while (!scan.links.isEmpty()) {
      scan.look(scan.links.removeFirst());
    }
    scan.found.sort(Comparator.comparing(ModelFile::name));
    return scan.found;
  }

  /** One that lies elsewhere; empty for what is no model. */
  static Optional<ModelFile> at(Path path, Map<String, ModelFile> known) {
    ModelScan scan = new ModelScan(path.getParent(), known);
    if (Files.isDirectory(path)) {
      return scan.whole(path);
    }
    return Files.isRegularFile(path) ? scan.file(path) : Optional.empty();
  }

  private void folder(Path folder) {
    if (folders.add(ModelFile.real(folder))) {
      for (Path child : children(folder)) {
        if (Files.isSymbolicLink(child)) {
          links.addLast(child);
        } else {
          look(child);
        }
      }
    }
  }

  private void look(Path path) {
    Optional<ModelFile> model = Files.isDirectory(path) ? whole(path) : file(path);
    model.filter(file -> models.add(file.identity())).ifPresent(found::add);
    if (model.isEmpty() && Files.isDirectory(path)) {
      folder(path);
    }
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** A folder that is one model. */
  Optional<ModelFile> whole(Path folder) {
    String name = name(folder);
    if (OnnxFolder.isOne(folder)) {
      return Optional.of(
          checkpoint(
              folder, "ONNX folder", "unet/model.onnx", () -> OnnxFolder.read(name, folder)));
    } else if (DiffusersFolder.isOne(folder)) {
      return Optional.of(
          checkpoint(
              folder,
              "diffusers folder",
              "unet/diffusion_pytorch_model.safetensors",
              () -> DiffusersFolder.read(name, folder)));
    }
    JsonNode config = ConfigFiles.read(folder.resolve("config.json"));
    if (config.path("_class_name").asText().equals("ControlNetModel")) {
      boolean onnx = Files.isRegularFile(folder.resolve("model.onnx"));
      Path weights = folder.resolve(onnx ? "model.onnx" : "diffusion_pytorch_model.safetensors");
      String format = onnx ? "ONNX folder" : "diffusers folder";
      return Optional.of(
          entry(folder, ModelKind.CONTROLNET, Architecture.of(config), format, weights));
    }
    return Optional.empty();
  }

  private ModelFile checkpoint(Path folder, String format, String weights, Runnable reading) {
    JsonNode config = ConfigFiles.read(folder.resolve("unet/config.json"));
    ModelKind kind =
        Architecture.enlarges(config) || ModelFolder.enlarges(folder)
            ? ModelKind.DIFFUSION_UPSCALER
            : ModelKind.CHECKPOINT;
    ModelFile entry = entry(folder, kind, Architecture.of(config), format, folder.resolve(weights));
    return with(entry, problem(reading));
  }

  /** A single file; empty if it is not a model. */
  Optional<ModelFile> file(Path file) {
    String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".safetensors")) {
      return Optional.of(
          known.computeIfAbsent(SourceStamp.of(file), it -> single(file, "safetensors")));
    } else if (lower.endsWith(".gguf")) {
      return Optional.of(known.computeIfAbsent(SourceStamp.of(file), it -> single(file, "GGUF")));
    } else if (lower.endsWith(".onnx")) {
      return Optional.of(entry(file, onnxKind(file), "", "ONNX", file));
    } else if (PICKLES.stream().anyMatch(lower::endsWith)) {
      ModelFile entry = entry(file, ModelKind.OTHER, "", "pickle", file);
      return Optional.of(with(entry, problem(() -> Checkpoint.read(file))));
    }
    return Optional.empty();
  }

  private ModelFile single(Path file, String format) {
    try {
      Checkpoint contents = Checkpoint.read(file);
      ModelFile entry = entry(file, kind(contents), Architecture.of(contents), format, file);
      boolean model = entry.kind() == ModelKind.CHECKPOINT;
      return with(entry, model ? contents.kind().refusal().orElse("") : "");
    } catch (BadRequest e) {
      return with(entry(file, ModelKind.OTHER, "", format, file), e.getMessage());
    }
  }

  private static String problem(Runnable attempt) {
    try {
      attempt.run();
      return "";
    } catch (BadRequest e) {
      return e.getMessage();
    }
  }

  private static ModelKind kind(Checkpoint file) {
    return switch (file.kind()) {
      case VAE -> ModelKind.VAE;
      case CONTROLNET -> ModelKind.CONTROLNET;
      case LORA -> ModelKind.LORA;
      case TEXTUAL_INVERSION -> ModelKind.EMBEDDING;
      case UPSCALER -> ModelKind.UPSCALER;
      case UNET, TEXT_ENCODER, ADAPTER, UNKNOWN -> ModelKind.OTHER;
      case STABLE_DIFFUSION_1, STABLE_DIFFUSION_2 -> {
        boolean enlarges = Architecture.enlarges(file.config(Part.UNET));
        yield enlarges ? ModelKind.DIFFUSION_UPSCALER : ModelKind.CHECKPOINT;
      }
      default -> ModelKind.CHECKPOINT;
    };
  }

  /** An ONNX file does not say what it is for; its folder does. None is a LoRA or an embedding. */
  private ModelKind onnxKind(Path file) {
    ModelKind kind = ModelKind.byFolder(name(file));
    return kind == ModelKind.LORA || kind == ModelKind.EMBEDDING ? ModelKind.OTHER : kind;
  }

  private ModelFile entry(
      Path path, ModelKind kind, String architecture, String format, Path hashed) {
    return new ModelFile(name(path), path, kind, architecture, format, bytes(path), hashed, "");
  }

  private static ModelFile with(ModelFile entry, String problem) {
    return new ModelFile(
        entry.name(),
        entry.path(),
        entry.kind(),
        entry.architecture(),
        entry.format(),
        entry.bytes(),
        entry.hashed(),
        problem);
  }

  private String name(Path path) {
    Path inside = path.startsWith(root) ? root.relativize(path) : path.getFileName();
    String text = inside.toString().replace('\\', '/');
    return ModelFile.plain(Files.isDirectory(path) ? text : text.replaceFirst("\\.[A-Za-z]+$", ""));
  }

  /** Without what is hidden: copies in float32 come and go. */
  private static long bytes(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !path.relativize(file).toString().matches("(.*[/\\\\])?\\..*"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
