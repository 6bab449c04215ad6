package dev.kiln.plugin.lora.file;

import dev.kiln.plugin.lora.type.LayerTensors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * Alphas as PEFT gives them: not a tensor for each layer, but numbers in the file's metadata, under
 * {@code lora_adapter_metadata}. The rank of a layer is that of its tensors, so PEFT's {@code r}
 * and {@code rank_pattern} need not be asked.
 *
 * @param settings {@code unet.lora_alpha}, or {@code lora_alpha} in the file of one network
 */
record PeftAlpha(Map<String, Object> settings) {
  static Optional<PeftAlpha> of(Map<String, String> metadata, TolerantJson json) {
    return Optional.ofNullable(metadata.get("lora_adapter_metadata"))
        .map(json::object)
        .filter(settings -> !settings.isEmpty())
        .map(PeftAlpha::new);
  }

  /**
   * @throws BadRequest when a pattern is none
   */
  void addTo(Map<Target, LayerTensors> modules) {
    PathPatterns unet = patterns(NetworkKind.UNET);
    PathPatterns text = patterns(NetworkKind.TEXT_ENCODER);
    modules.forEach(
        (target, parts) -> {
          if (!parts.has("alpha")) {
            String path = KeyName.of(parts.key()).map(KeyName::path).orElse(target.module());
            PathPatterns patterns = target.network() == NetworkKind.UNET ? unet : text;
            patterns
                .find(path)
                .or(() -> setting(target.network(), "lora_alpha"))
                .filter(Number.class::isInstance)
                .map(alpha -> ((Number) alpha).doubleValue() * factor(target.network(), parts))
                .ifPresent(alpha -> parts.tensors().put("alpha", scalar(alpha)));
          }
        });
  }

  private PathPatterns patterns(NetworkKind network) {
    return setting(network, "alpha_pattern")
        .filter(Map.class::isInstance)
        .map(patterns -> PathPatterns.of((Map<?, ?>) patterns))
        .orElse(PathPatterns.NONE);
  }

  /** Rank-stabilised LoRA (arXiv 2312.03732) has alpha / √r, where others have alpha / r. */
  private double factor(NetworkKind network, LayerTensors parts) {
    boolean stable = setting(network, "use_rslora").filter(Boolean.TRUE::equals).isPresent();
    return stable
        ? Math.sqrt(parts.find("lora_down.weight").map(down -> down.dim(0)).orElse(1))
        : 1;
  }

  /** {@code unet.save_lora_adapter()} writes the names without the network's. */
  private Optional<Object> setting(NetworkKind network, String name) {
    String prefix = network == NetworkKind.UNET ? "unet." : "text_encoder.";
    return Optional.ofNullable(settings.get(prefix + name))
        .or(() -> Optional.ofNullable(settings.get(name)));
  }

  private static Tensor scalar(double value) {
    return Tensor.of(new float[] {(float) value}, 1);
  }
}
