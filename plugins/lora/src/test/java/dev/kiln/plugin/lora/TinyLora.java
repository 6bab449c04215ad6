package dev.kiln.plugin.lora;

import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A file for the tiny model, which changes all of its products. */
final class TinyLora {
  private TinyLora() {}

  /**
   * @param model the tiny model's folder
   */
  static Path write(Path model, Path file, int seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    add(tensors, random, model, "unet", NetworkKind.UNET);
    add(tensors, random, model, "text_encoder", NetworkKind.TEXT_ENCODER);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Fixtures.write(file, tensors);
  }

  private static void add(
      Map<String, Tensor> tensors, Random random, Path model, String part, NetworkKind kind) {
    GraphEdit edit =
        new GraphEdit(OnnxReader.read(model.resolve(part + "/model.onnx")), kind, Optional.empty());
    for (LinearLayer layer : edit.linears()) {
      // The tiny model has the time in one vector, not in rows.
      if (layer.shape().size() == 2 && !layer.weight().startsWith("time")) {
        String key = (kind == NetworkKind.UNET ? "lora_unet_" : "lora_te_") + ModuleNames.of(layer);
        tensors.put(
            key + ".lora_up.weight", Fixtures.random(random, 0.5, (int) layer.outputs(), 2));
        tensors.put(
            key + ".lora_down.weight", Fixtures.random(random, 0.5, 2, (int) layer.inputs()));
      }
    }
  }
}
