package dev.kiln.plugin.lora.type;

import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells by its parts what a file changes in a layer: the first kind whose parts are all there. */
public final class Changes {
  /** PEFT's name of a DoRA's scales. */
  public static final String MAGNITUDE = "lora_magnitude_vector";

  private Changes() {}

  /**
   * The change of the layer's weights.
   *
   * @param rank how many ranks of LoRA count; empty for all
   * @return empty where the parts change nothing but vectors, or are no whole change
   * @throws IllegalArgumentException when their sizes do not belong together
   */
  public static Optional<Change> weights(LayerTensors parts, OptionalInt rank) {
    return kind(parts, rank).map(change -> scaled(change, parts));
  }

  private static Change scaled(Change change, LayerTensors parts) {
    return parts
        .find(MAGNITUDE)
        .map(magnitude -> Dora.ofPeft(change, magnitude))
        .or(() -> parts.find("dora_scale").map(scale -> Dora.ofLycoris(change, scale)))
        .map(Change.class::cast)
        .orElse(change);
  }

  /** What the change becomes where the network sees more than latents. */
  public static Change inpainting(Change change) {
    return new Inpainting(change);
  }

  private static Optional<Change> kind(LayerTensors parts, OptionalInt rank) {
    Change change = null;
    if (parts.has("lora_up.weight", "lora_down.weight")) {
      change = parts.has("lora_mid.weight") ? LoconTucker.of(parts) : LowRank.of(parts, rank);
    } else if (parts.has("hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b")) {
      change = new Hada(parts);
    } else if (parts.has("weight", "on_input")) {
      change = Ia3.of(parts);
    } else if (kronecker(parts, "lokr_w1") && kronecker(parts, "lokr_w2")) {
      change = new Lokr(parts);
    } else if (parts.has("diff") && parts.get("diff").rank() > 1) {
      change = new Full(parts.get("diff"), parts.scale(0));
    } else if (parts.has("a1.weight", "a2.weight", "b1.weight", "b2.weight")) {
      change = Glora.of(parts);
    } else if (parts.hasAny("oft_blocks", "oft_diag")) {
      boolean butterfly = parts.find("oft_blocks").map(Tensor::rank).orElse(3) == 4;
      change = butterfly ? Boft.of(parts) : Oft.of(parts);
    }
    return Optional.ofNullable(change);
  }

  private static boolean kronecker(LayerTensors parts, String name) {
    return parts.has(name) || parts.has(name + "_a", name + "_b");
  }

  /** What is added to a layer's or norm's vectors, without the user's m. */
  public static Map<Parameter.Role, Tensor> vectors(LayerTensors parts) {
    Map<Parameter.Role, Tensor> vectors = new EnumMap<>(Parameter.Role.class);
    parts
        .find("w_norm")
        .or(() -> parts.find("diff").filter(diff -> diff.rank() == 1))
        .ifPresent(vector -> vectors.put(Parameter.Role.SCALE, vector));
    parts
        .find("b_norm")
        .or(() -> parts.find("diff_b"))
        .ifPresent(vector -> vectors.put(Parameter.Role.BIAS, vector));
    return vectors;
  }
}
