package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/**
 * LoKr (Yeh et al., arXiv 2309.14859): U = w1 ⊗ w2, Kronecker's product, each whole, a product of
 * two matrices, or with a core.
 */
record Lokr(LayerTensors parts) implements Change {
  @Override
  public boolean fits(LayerShape layer) {
    Tensor first = first();
    Tensor second = second();
    return first.dim(0) * second.dim(0) == layer.outputs()
        && first.dim(1) * second.rowSize() == layer.columns();
  }

  @Override
  public String shape() {
    Tensor first = first();
    Tensor second = second();
    return second.rank() == 4
        ? LayerTensors.text(
            first.dim(0) * second.dim(0),
            first.dim(1) * second.dim(1),
            second.dim(2),
            second.dim(3))
        : LayerTensors.text(first.dim(0) * second.dim(0), first.dim(1) * second.rowSize());
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    Tensor first = first();
    Tensor second = second();
    int width = second.rowSize();
    int columns = first.dim(1) * width;
    float[] product = new float[first.size() * second.size()];
    for (int row = 0; row < first.dim(0) * second.dim(0); row++) {
      int outer = row / second.dim(0);
      int inner = row % second.dim(0);
      for (int block = 0; block < first.dim(1); block++) {
        float factor = first.data()[outer * first.dim(1) + block];
        for (int i = 0; i < width; i++) {
          product[row * columns + block * width + i] = factor * second.data()[inner * width + i];
        }
      }
    }
    return Arrays2d.times(product, parts.scale(rank()));
  }

  /** Of the last factor that is a product; of two whole ones there is none. */
  private int rank() {
    return parts
        .find("lokr_w2_b")
        .or(() -> parts.find("lokr_w1_b"))
        .map(factor -> factor.dim(0))
        .orElse(0);
  }

  private Tensor first() {
    return parts.find("lokr_w1").orElseGet(() -> product("lokr_w1"));
  }

  private Tensor second() {
    if (parts.has("lokr_w2")) {
      return parts.get("lokr_w2");
    } else if (!parts.has("lokr_t2")) {
      return product("lokr_w2");
    }
    Tensor core = parts.get("lokr_t2");
    Tensor a = parts.get("lokr_w2_a");
    Tensor b = parts.get("lokr_w2_b");
    return Tensor.of(
        Tucker.kernel(core, a.data(), b.data()),
        a.rowSize(),
        b.rowSize(),
        core.dim(2),
        core.dim(3));
  }

  private Tensor product(String name) {
    Tensor a = parts.get(name + "_a");
    Tensor b = parts.get(name + "_b");
    parts.demandMatch(name + "_a", name + "_b");
    return Tensor.of(Arrays2d.product(a.data(), b.data(), b.dim(0)), a.dim(0), b.rowSize());
  }
}
