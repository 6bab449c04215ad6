package dev.kiln.host.weights;

import dev.kiln.host.graph.WeightValues;
import dev.kiln.spi.host.WeightsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A safetensors file as plugins read it. */
public record SafetensorsFile(Path path, Safetensors contents) implements WeightsFile {
  /**
   * Open a file.
   *
   * @throws dev.kiln.spi.BadRequest when it is not a whole and sound safetensors file
   */
  public static SafetensorsFile open(Path file) {
    return new SafetensorsFile(file, Safetensors.read(file));
  }

  @Override
  public Map<String, String> metadata() {
    return contents.metadata();
  }

  @Override
  public Set<String> names() {
    return contents.tensors().keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return Arrays.stream(tensor(name).shape()).boxed().toList();
  }

  @Override
  public float[] read(String name) {
    return WeightValues.floats(tensor(name).weight());
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = contents.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
    }
    return tensor;
  }
}
