package dev.kiln.plugin.lora.file;

import dev.kiln.plugin.lora.type.LayerTensors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.WeightsFile;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file's changes in memory.
 *
 * @param name for messages
 * @param modules by layer, in the order of the file
 * @param strangers how many tensors belong to networks that Kiln has not
 * @param bytes that its numbers take
 */
public record LoraFile(String name, Map<Target, LayerTensors> modules, int strangers, long bytes) {
  /**
   * Read a file.
   *
   * @throws BadRequest when it is broken, or holds nothing that Kiln can use
   */
  public static LoraFile read(String name, WeightsFile file, TolerantJson json) {
    Map<Target, LayerTensors> modules = new LinkedHashMap<>();
    int strangers = 0;
    long bytes = 0;
    for (String key : file.names()) {
      Optional<KeyName> named = KeyName.of(key);
      if (named.isEmpty()) {
        strangers++;
        continue;
      }
      Tensor tensor = tensor(name, file, key);
      bytes += 4L * tensor.size();
      Target target = new Target(named.get().network(), named.get().module());
      modules
          .computeIfAbsent(target, any -> new LayerTensors(key, new HashMap<>()))
          .tensors()
          .put(named.get().part(), tensor);
    }
    if (modules.isEmpty()) {
      demandKnown(name, file);
      throw new BadRequest(
          "LoRA '%s' holds nothing for a Stable Diffusion 1 or 2 model: %s; choose another file"
              .formatted(
                  name,
                  file.names().isEmpty()
                      ? "it is empty"
                      : "its first tensor is '" + file.names().iterator().next() + "'"));
    }
    PeftAlpha.of(file.metadata(), json).ifPresent(alpha -> alpha.addTo(modules));
    return new LoraFile(name, modules, strangers, bytes);
  }

  private static void demandKnown(String name, WeightsFile file) {
    for (String key : file.names()) {
      if (key.matches(".*\\.oft_[rR](\\..*)?")) {
        throw new BadRequest(
            "LoRA '%s' is an OFT of PEFT's, which Kiln does not read: it has '%s'; choose a file of LyCORIS or kohya"
                .formatted(name, key));
      }
    }
  }

  private static Tensor tensor(String name, WeightsFile file, String key) {
    float[] values = file.read(key);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BadRequest(
            "LoRA '%s' is damaged: '%s' holds %s; download it again".formatted(name, key, value));
      }
    }
    int[] shape = file.shape(key).stream().mapToInt(Math::toIntExact).toArray();
    return Tensor.of(values, shape);
  }

  /** How many layers of a network it changes. */
  public long count(NetworkKind network) {
    return modules.keySet().stream().filter(target -> target.network() == network).count();
  }
}
