package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.RandomWeights;
import dev.kiln.plugin.systeminfo.peers.Program.Form;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds or makes the same weights in the forms that the programs want. */
@Singleton
final class ModelForms {
  private final ModelFiles models;
  private final RandomWeights weights;

  @Inject
  ModelForms(ModelFiles models, RandomWeights weights) {
    this.models = models;
    this.weights = weights;
  }

  /**
   * Folders of one model.
   *
   * @param name for people
   * @param folders by form; Kiln is run on the first
   */
  record Forms(String name, Map<Form, Path> folders) {
    Optional<Path> folder(Form form) {
      return form == Form.ANY ? any() : Optional.ofNullable(folders.get(form));
    }

    private Optional<Path> any() {
      return folders.values().stream().findFirst();
    }
  }

  /**
   * Those of a model that is there.
   *
   * @param model a folder, or a name in the folder of models; the default model if empty
   * @param others folders with the same weights
   * @throws BadRequest when a folder is missing, or is of no form that a peer reads
   */
  Forms find(String model, List<String> others) {
    Path first = folder(model.isEmpty() ? "default" : model);
    Map<Form, Path> folders = new EnumMap<>(Form.class);
    add(folders, first);
    others.forEach(it -> add(folders, folder(it)));
    return new Forms(String.valueOf(first.getFileName()), folders);
  }

  private Path folder(String word) {
    Path folder = Path.of(word);
    if (!Files.isDirectory(folder)) {
      folder = models.folder().resolve(word);
    }
    if (!Files.isDirectory(folder)) {
      throw new BadRequest("there is no folder \"" + word + "\" of a model, nor in the models");
    }
    return folder.toAbsolutePath().normalize();
  }

  private static void add(Map<Form, Path> folders, Path folder) {
    boolean onnx = Files.exists(folder.resolve("unet/model.onnx"));
    boolean diffusers = Files.exists(folder.resolve("unet/diffusion_pytorch_model.safetensors"));
    if (!onnx && !diffusers) {
      throw new BadRequest(
          "%s has neither unet/model.onnx nor unet/diffusion_pytorch_model.safetensors, which the peers read"
              .formatted(folder));
    }
    if (onnx) {
      folders.putIfAbsent(Form.ONNX, folder);
    }
    if (diffusers) {
      folders.putIfAbsent(Form.DIFFUSERS, folder);
    }
  }

  /**
   * Those of a model with random weights, which stay in the plugin's folder.
   *
   * @param shape as {@code kiln models random --like} takes it
   * @throws BadRequest when the shape is unknown, or the disk does not suffice
   */
  Forms random(String shape, Consumer<String> progress) throws IOException, InterruptedException {
    Map<Form, Path> folders = new EnumMap<>(Form.class);
    for (Form form : List.of(Form.DIFFUSERS, Form.ONNX)) {
      String format = form.name().toLowerCase(Locale.ROOT);
      folders.put(form, weights.model(shape, format, progress));
    }
    return new Forms("random " + shape, folders);
  }
}
