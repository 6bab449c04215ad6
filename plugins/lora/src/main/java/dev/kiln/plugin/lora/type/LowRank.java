package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * LoRA (Hu et al., arXiv 2106.09685), LoCon for convolutions: U = up · down.
 *
 * @param factors with s in them
 * @param kernel the shape of down, [rank, inputs, height, width] or [rank, inputs]
 */
record LowRank(Factors factored, int[] kernel) implements Change {
  /**
   * @param most how many of its ranks count; empty for all
   */
  static LowRank of(LayerTensors parts, OptionalInt most) {
    Tensor up = parts.get("lora_up.weight");
    Tensor down = parts.get("lora_down.weight");
    parts.demandMatch("lora_up.weight", "lora_down.weight");
    int rank = down.dim(0);
    int kept = Math.max(0, Math.min(rank, most.orElse(rank)));
    float[] left = new float[up.dim(0) * kept];
    for (int row = 0; row < up.dim(0); row++) {
      System.arraycopy(up.data(), row * rank, left, row * kept, kept);
    }
    float[] right = java.util.Arrays.copyOf(down.data(), kept * down.rowSize());
    if (kept == 0) {
      // A rank of nothing is one of zeros.
      return new LowRank(
          Factors.of(new float[up.dim(0)], new float[down.rowSize()], 1), down.shape());
    }
    // s counts by the rank that the file was trained with.
    return new LowRank(Factors.of(left, right, kept).times(parts.scale(rank)), down.shape());
  }

  @Override
  public boolean fits(LayerShape layer) {
    return factored.rows() == layer.outputs()
        && kernel[1] == layer.inputs()
        && factored.columns() == layer.columns()
        && (kernel.length < 4 || kernel[2] == layer.height() && kernel[3] == layer.width());
  }

  @Override
  public String shape() {
    int[] shape = kernel.clone();
    shape[0] = factored.rows();
    return LayerTensors.text(shape);
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    return factored.product();
  }

  @Override
  public Optional<Factors> factors() {
    return Optional.of(factored);
  }
}
