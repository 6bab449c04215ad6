package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/**
 * GLoRA (Chavan et al., arXiv 2306.07967): U = b2 · b1 + (W · a2) · a1, or in later files, whose
 * factors are named the other way round, b1 · b2 + (W · a1) · a2.
 *
 * @param inner [inputs, rank], the first that W is multiplied with
 * @param outer [rank, inputs]
 * @param left [outputs, rank]
 * @param right [rank, inputs]
 */
record Glora(Tensor inner, Tensor outer, Tensor left, Tensor right, double scale)
    implements Change {
  static Glora of(LayerTensors parts) {
    Tensor a1 = parts.get("a1.weight");
    Tensor a2 = parts.get("a2.weight");
    Tensor b1 = parts.get("b1.weight");
    Tensor b2 = parts.get("b2.weight");
    boolean later = a1.dim(0) > a1.rowSize();
    parts.demandMatch(later ? "a1.weight" : "a2.weight", later ? "a2.weight" : "a1.weight");
    parts.demandMatch(later ? "b1.weight" : "b2.weight", later ? "b2.weight" : "b1.weight");
    // The rank is the smaller side of each, and both kinds of files agree where it is none.
    double scale = parts.scale(Math.min(a1.dim(0), a1.rowSize()));
    return later ? new Glora(a1, a2, b1, b2, scale) : new Glora(a2, a1, b2, b1, scale);
  }

  @Override
  public boolean fits(LayerShape layer) {
    return left.dim(0) == layer.outputs()
        && right.rowSize() == layer.columns()
        && inner.dim(0) == layer.columns()
        && outer.rowSize() == layer.columns();
  }

  @Override
  public String shape() {
    return LayerTensors.text(left.dim(0), right.rowSize());
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    float[] narrow = Arrays2d.product(weights, inner.data(), layer.columns());
    float[] delta = Arrays2d.product(left.data(), right.data(), right.dim(0));
    Factors.of(narrow, outer.data(), outer.dim(0)).addTo(delta, 0);
    return Arrays2d.times(delta, scale);
  }
}
