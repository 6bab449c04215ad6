package dev.kiln.host.weights.file;

import dev.kiln.host.graph.WeightValues;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.WeightsFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A safetensors file as plugins read it. */
public record SafetensorsFile(Path path, Safetensors contents) implements WeightsFile {
  private static final Set<StoredType> FLOATING =
      EnumSet.of(
          StoredType.F64,
          StoredType.F32,
          StoredType.F16,
          StoredType.BF16,
          StoredType.F8_E4M3,
          StoredType.F8_E5M2);
  private static final Set<StoredType> WHOLE = EnumSet.of(StoredType.I64, StoredType.I32);

  /**
   * Open a file.
   *
   * @throws dev.kiln.spi.BadRequest when it is not a whole and valid safetensors file
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
    StoredTensor tensor = tensor(name);
    try {
      if (FLOATING.contains(tensor.type())) {
        return WeightValues.floats(tensor.weight());
      } else if (WHOLE.contains(tensor.type()) && tensor.weight().size() == 1) {
        return new float[] {WeightValues.longs(tensor.weight())[0]};
      }
    } catch (UncheckedIOException changed) {
      throw Safetensors.broken(path, changed.getCause().getMessage());
    }
    throw new BadRequest(
        "%s has %s of the type %s, which Kiln does not read; it must be one of %s: choose another file"
            .formatted(path, Quoted.of(name), tensor.type(), FLOATING));
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = contents.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
    }
    return tensor;
  }
}
