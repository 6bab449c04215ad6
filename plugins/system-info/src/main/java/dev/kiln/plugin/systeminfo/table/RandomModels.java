package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A model of a known shape with random weights, a LoRA and two ControlNets for it. They stay in the
 * plugin's folder until they are cleared.
 */
@Singleton
final class RandomModels {
  private static final String LORA = "couple";
  private static final List<String> CONTROLS = List.of("seg", "pose");

  private final KilnProcesses processes;
  private final Path folder;

  @Inject
  RandomModels(KilnProcesses processes, PluginHome home) {
    this.processes = processes;
    this.folder = home.folder().resolve("random");
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
    if (!shape.matches("[a-z0-9]+")) {
      throw new BadRequest("the shape \"" + shape + "\" is none of sd15, sd21, tiny");
    }
    Path place = folder.resolve(shape);
    Path model = place.resolve(shape + ".safetensors");
    make("model", shape, model, progress);
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
    if (Files.exists(file)) {
      return;
    }
    progress.accept("making " + file);
    Files.createDirectories(file.getParent());
    // Two ControlNets of the same seed would be one.
    String seed = String.valueOf(file.getFileName().toString().hashCode() & 0xffff);
    Finished end =
        processes.run(
            List.of(
                "models",
                "random",
                "--kind",
                kind,
                "--like",
                shape,
                "--seed",
                seed,
                file.toString()));
    if (end.exitCode() != 0) {
      throw new BadRequest(end.errors().strip().replaceFirst("^kiln: ", ""));
    }
  }

  /** Delete all that was made. */
  void clear() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
