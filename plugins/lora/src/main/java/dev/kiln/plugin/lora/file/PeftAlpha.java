package dev.kiln.plugin.lora.file;

import dev.kiln.plugin.lora.type.LayerTensors;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * Alphas as PEFT gives them: not a tensor for each layer, but numbers in the file's metadata, under
 * {@code lora_adapter_metadata}.
 *
 * @param settings such as {@code unet.lora_alpha}
 */
record PeftAlpha(Map<String, Object> settings) {
  static Optional<PeftAlpha> of(Map<String, String> metadata, TolerantJson json) {
    return Optional.ofNullable(metadata.get("lora_adapter_metadata"))
        .map(json::object)
        .filter(settings -> !settings.isEmpty())
        .map(PeftAlpha::new);
  }

  void addTo(Map<Target, LayerTensors> modules) {
    modules.forEach(
        (target, parts) -> {
          String prefix = target.network() == NetworkKind.UNET ? "unet." : "text_encoder.";
          number(prefix + "lora_alpha")
              .filter(alpha -> !parts.has("alpha"))
              .ifPresent(alpha -> parts.tensors().put("alpha", scalar(alpha * factor(prefix))));
        });
  }

  /** Rank-stabilised files divide by the root of the rank. */
  private double factor(String prefix) {
    boolean stable = Boolean.TRUE.equals(settings.get(prefix + "use_rslora"));
    return stable ? Math.sqrt(number(prefix + "r").orElse(1.0)) : 1;
  }

  private Optional<Double> number(String key) {
    return settings.get(key) instanceof Number value
        ? Optional.of(value.doubleValue())
        : Optional.empty();
  }

  private static Tensor scalar(double value) {
    return Tensor.of(new float[] {(float) value}, 1);
  }
}
