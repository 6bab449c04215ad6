package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/**
 * LoHa (Hyeon-Woo et al., arXiv 2108.06098): U = (w1a · w1b) ∘ (w2a · w2b), or with cores t1, t2.
 */
record Hada(LayerTensors parts) implements Change {
  private static final String CORE = "hada_t1";

  Hada {
    if (!parts.has(CORE)) {
      parts.demandMatch("hada_w1_a", "hada_w1_b");
      parts.demandMatch("hada_w2_a", "hada_w2_b");
    }
  }

  @Override
  public boolean fits(LayerShape layer) {
    Tensor a = parts.get("hada_w1_a");
    Tensor b = parts.get("hada_w1_b");
    if (!parts.has(CORE)) {
      return a.dim(0) == layer.outputs() && b.rowSize() == layer.columns();
    }
    Tensor core = parts.get(CORE);
    return a.rowSize() == layer.outputs()
        && b.rowSize() == layer.inputs()
        && core.dim(2) == layer.height()
        && core.dim(3) == layer.width();
  }

  @Override
  public String shape() {
    Tensor a = parts.get("hada_w1_a");
    Tensor b = parts.get("hada_w1_b");
    return parts
        .find(CORE)
        .map(core -> LayerTensors.text(a.rowSize(), b.rowSize(), core.dim(2), core.dim(3)))
        .orElseGet(() -> LayerTensors.text(a.dim(0), b.rowSize()));
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    double scale = parts.scale(parts.get("hada_w1_b").dim(0));
    return Arrays2d.times(Arrays2d.timesEach(half('1'), half('2')), scale);
  }

  private float[] half(char which) {
    Tensor a = parts.get("hada_w" + which + "_a");
    Tensor b = parts.get("hada_w" + which + "_b");
    return parts
        .find("hada_t" + which)
        .map(core -> Tucker.kernel(core, a.data(), b.data()))
        .orElseGet(() -> Arrays2d.product(a.data(), b.data(), b.dim(0)));
  }
}
