package dev.kiln.plugin.systeminfo;

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

/** Models with random weights, which stay in the plugin's folder until they are cleared. */
@Singleton
public final class RandomWeights {
  private final KilnProcesses processes;
  private final Path folder;

  @Inject
  public RandomWeights(KilnProcesses processes, PluginHome home) {
    this.processes = processes;
    this.folder = home.folder().resolve("random");
  }

  /**
   * Where those of a shape lie, or lie beside each other with endings of their own.
   *
   * @param shape as {@code kiln models random --like} takes it
   * @throws BadRequest when it is no name of a shape
   */
  public Path of(String shape) {
    if (!shape.matches("[a-z0-9]+")) {
      throw new BadRequest("the shape \"" + shape + "\" is none of sd15, sd21, tiny");
    }
    return folder.resolve(shape);
  }

  /**
   * A model of a shape, which is made unless it is there.
   *
   * @param format as {@code kiln models random --format} takes it
   * @throws BadRequest when the shape is unknown, or the disk does not suffice
   */
  public Path model(String shape, String format, Consumer<String> progress)
      throws InterruptedException, IOException {
    Path folder = of(shape).resolveSibling(shape + "-" + format);
    make(folder, List.of("--seed", "1", "--like", shape, "--format", format), progress);
    return folder;
  }

  /**
   * Make a file or a folder, unless it is there.
   *
   * @param words behind {@code kiln models random}, without the place
   * @throws BadRequest when the shape is unknown, or the disk does not suffice
   */
  public void make(Path place, List<String> words, Consumer<String> progress)
      throws InterruptedException, IOException {
    if (Files.exists(place)) {
      return;
    }
    progress.accept("making " + place);
    Files.createDirectories(place.getParent());
    List<String> command = new ArrayList<>(List.of("models", "random"));
    command.addAll(words);
    command.add(place.toString());
    Finished end = processes.run(command);
    if (end.exitCode() != 0) {
      throw new BadRequest(end.errors().strip().replaceFirst("^kiln: ", ""));
    }
  }

  /** Delete all that was made. */
  public void clear() throws IOException {
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
