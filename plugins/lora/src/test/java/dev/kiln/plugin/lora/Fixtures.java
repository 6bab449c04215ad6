package dev.kiln.plugin.lora;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.generate.Prompt.Tag;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Files and tags of the tests. */
final class Fixtures {
  private Fixtures() {}

  /** One of the project's own. */
  static Path model(String name) {
    return DefaultModel.models().resolve("lora/" + name + ".safetensors");
  }

  /** A network of the default model. */
  static GraphEdit edit(String component, NetworkKind kind) {
    Path file = DefaultModel.models().resolve("default/" + component + "/model.onnx");
    return new GraphEdit(OnnxReader.read(file), kind, Optional.empty());
  }

  static LoraFiles files() {
    return new LoraFiles(
        SafetensorsFile::open,
        new FakeHome(Path.of("unused"), new LoraSettings("", 512)),
        new JsonCodec());
  }

  static LoraUse use(Path file, double strength) {
    return use(file, 0, "x:" + strength);
  }

  /**
   * A file as a tag names it.
   *
   * @param tag between {@code <lora:} and {@code >}
   */
  static LoraUse use(Path file, int part, String tag) {
    String name = file.getFileName().toString().replace(".safetensors", "");
    LoraEntry entry = new LoraEntry(new Found(name, file, Kind.LORA, ""), Map.of());
    LoraTag parsed = LoraTag.of(new Tag(LoraTag.LORA, List.of(tag.split(":", -1)), 0));
    return new LoraUse(entry, "sha of " + file, parsed, part);
  }

  static LoraPatcher patcher() {
    return new LoraPatcher(files());
  }

  static Path write(Path file, Map<String, Tensor> tensors) {
    return write(file, Map.of(), tensors);
  }

  static Path write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
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
      new SafetensorsWriter(metadata, all).write(file);
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

  static Tensor random(Random random, double scale, int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = (float) (scale * random.nextGaussian());
    }
    return tensor;
  }
}
