package dev.kiln.examples.bench;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Files as kohya's scripts make them: every product of a model, with random numbers. */
final class LoraFixtures {
  private static final int RANK = 16;

  private LoraFixtures() {}

  static void write(ModelSource model, Path file, int seed) throws IOException {
    Random random = new Random(seed);
    List<NewTensor> tensors = new ArrayList<>();
    for (NetworkKind kind : List.of(NetworkKind.UNET, NetworkKind.TEXT_ENCODER)) {
      String prefix = kind == NetworkKind.UNET ? "lora_unet" : "lora_te";
      GraphEdit edit = new GraphEdit(model.graph(kind), kind, Optional.empty());
      for (LinearLayer layer : edit.linears()) {
        boolean taught = layer.shape().size() == 2 || layer.pointwise();
        if (taught && !layer.path().contains("time_emb") && !layer.path().contains("resnets")) {
          String key = prefix + layer.path().replace('/', '_').replace('.', '_');
          tensors.add(tensor(key + ".lora_up.weight", random, layer.outputs(), RANK));
          tensors.add(tensor(key + ".lora_down.weight", random, RANK, layer.inputs()));
        }
      }
    }
    new SafetensorsWriter(Map.of("ss_network_module", "networks.lora"), tensors).write(file);
  }

  private static NewTensor tensor(String name, Random random, long rows, long columns) {
    float[] values = new float[(int) (rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.01 * random.nextGaussian());
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return NewTensor.of(
        name, ElementType.FLOAT, new long[] {rows, columns}, out -> out.write(bytes.duplicate()));
  }
}
