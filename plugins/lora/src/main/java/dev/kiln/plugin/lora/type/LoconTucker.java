package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/** LoCon with a core: U[i, j, k, l] = Σ mid[n, m, k, l] · up[i, n] · down[m, j]. */
record LoconTucker(float[] kernel, int[] sizes, double scale) implements Change {
  static LoconTucker of(LayerTensors parts) {
    Tensor up = parts.get("lora_up.weight");
    Tensor down = parts.get("lora_down.weight");
    Tensor mid = parts.get("lora_mid.weight");
    if (mid.rank() != 4 || up.rowSize() != mid.dim(0) || down.dim(0) != mid.dim(1)) {
      throw new IllegalArgumentException("its core does not belong to its other parts");
    }
    float[] outputs = Arrays2d.transposed(up.data(), up.dim(0), up.rowSize());
    int[] sizes = {up.dim(0), down.rowSize(), mid.dim(2), mid.dim(3)};
    return new LoconTucker(
        Tucker.kernel(mid, outputs, down.data()), sizes, parts.scale(down.dim(0)));
  }

  @Override
  public boolean fits(LayerShape layer) {
    return sizes[0] == layer.outputs()
        && sizes[1] == layer.inputs()
        && sizes[2] == layer.height()
        && sizes[3] == layer.width();
  }

  @Override
  public String shape() {
    return LayerTensors.text(sizes);
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    return Arrays2d.times(kernel.clone(), scale);
  }
}
