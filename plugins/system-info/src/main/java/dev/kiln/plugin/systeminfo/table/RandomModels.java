package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.RandomWeights;
import dev.kiln.spi.BadRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model of a known shape with random weights, a LoRA and two ControlNets for it. They stay in the
 * plugin's folder until they are cleared.
 */
@Singleton
final class RandomModels {
  private static final String LORA = "couple";
  private static final List<String> CONTROLS = List.of("seg", "pose");

  private final RandomWeights weights;

  @Inject
  RandomModels(RandomWeights weights) {
    this.weights = weights;
  }

  /**
   * Make what is not there yet.
   *
   * @param shape as {@code kiln models random --like} takes it
   * @param rows only what they need is made
   * @throws BadRequest when the shape is unknown, or the disk does not suffice
   */
  ModelSet make(String shape, List<Row> rows, Consumer<String> progress)
      throws InterruptedException, IOException {
    Path place = weights.of(shape);
    // As an exporter writes it: the networks that Kiln builds itself have fused attention already.
    Path model = weights.model(shape, "onnx", progress);
    if (rows.stream().anyMatch(it -> it.conditions().lora())) {
      make("lora", shape, place.resolve("lora").resolve(LORA + ".safetensors"), progress);
    }
    int controls = rows.stream().mapToInt(it -> it.conditions().controls()).max().orElse(0);
    for (String name : CONTROLS.subList(0, controls)) {
      make(
          "controlnet",
          shape,
          place.resolve("controlnet").resolve(name + ".safetensors"),
          progress);
    }
    List<String> folders = new ArrayList<>();
    flag(folders, "--lora-dir", place.resolve("lora"));
    flag(folders, "--controlnet-dir", place.resolve("controlnet"));
    return new ModelSet(model.toString(), LORA, CONTROLS, folders);
  }

  private static void flag(List<String> words, String flag, Path folder) {
    if (Files.isDirectory(folder)) {
      words.addAll(List.of(flag, folder.toString()));
    }
  }

  private void make(String kind, String shape, Path file, Consumer<String> progress)
      throws InterruptedException, IOException {
    // Two ControlNets of the same seed would be one.
    String seed = String.valueOf(file.getFileName().toString().hashCode() & 0xffff);
    weights.make(file, List.of("--kind", kind, "--like", shape, "--seed", seed), progress);
  }

  /** Delete all that was made. */
  void clear() throws IOException {
    weights.clear();
  }
}
