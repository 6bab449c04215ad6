package dev.kiln.plugin.textualinversion;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files of the tests. */
final class Fixtures {
  private Fixtures() {}

  /** The library over a folder of models. */
  static InversionLibrary library(Path models) {
    ModelHashes hashes = new ModelHashes(models.resolveSibling("hashes.json"));
    return new InversionLibrary(
        new FoundModels(new ModelCatalog(models, hashes), hashes),
        SafetensorsFile::open,
        new FakeHome(models, new InversionSettings("")));
  }

  /** Random vectors. */
  static Tensor vectors(int seed, int... shape) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  static Path write(Path file, String tensor, Tensor values) {
    return write(file, Map.of(tensor, values));
  }

  static Path write(Path file, Map<String, Tensor> tensors) {
    List<NewTensor> all = new ArrayList<>();
    tensors.forEach(
        (name, tensor) ->
            all.add(
                NewTensor.of(
                    name,
                    ElementType.FLOAT,
                    Arrays.stream(tensor.shape()).asLongStream().toArray(),
                    out -> out.write(bytes(tensor)))));
    try {
      Files.createDirectories(file.getParent());
      new SafetensorsWriter(Map.of(), all).write(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer bytes(Tensor tensor) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data());
    return bytes;
  }
}
