package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.host.Weights;
import dev.kiln.spi.host.WeightsFile;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tasks as the reference wrote them, which come with the plugin. */
@Singleton
final class Tasks {
  private final PluginHome home;
  private final Json json;
  private final Weights weights;

  @Inject
  Tasks(PluginHome home, Json json, Weights weights) {
    this.home = home;
    this.json = json;
    this.weights = weights;
  }

  /**
   * @param name one of {@link Task#NAMES}
   */
  Task task(String name) {
    String text = new String(resource(name + ".json"), StandardCharsets.UTF_8);
    Map<String, @Nullable Object> said = json.object("the task " + name, text);
    return new Task(
        name,
        number(said, "tokens").intValue(),
        number(said, "documents").intValue(),
        number(said, "accuracy").doubleValue(),
        number(said, "chance").doubleValue());
  }

  private static Number number(Map<String, @Nullable Object> said, String field) {
    return (Number) Objects.requireNonNull(said.get(field), field);
  }

  /** The task's network: tokens [rows, tokens] to logits [examples, classes]. */
  Path network(Task task) {
    return file(task.name() + ".onnx");
  }

  Examples examples(Task task) {
    WeightsFile file = weights.open(file(task.name() + ".safetensors"));
    return new Examples(tensor(file, "tokens"), file.read("labels"), tensor(file, "logits"));
  }

  private static Tensor tensor(WeightsFile file, String name) {
    int[] shape = file.shape(name).stream().mapToInt(Math::toIntExact).toArray();
    return Tensor.of(file.read(name), shape);
  }

  /** The runtime reads files alone. Several processes may unpack at once. */
  private Path file(String name) {
    byte[] bytes = resource(name);
    Path file = home.folder().resolve(name);
    try {
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
        home.write(name, bytes);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be unpacked", e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(Tasks.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
