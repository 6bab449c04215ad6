package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/** (IA)³ (Liu et al., arXiv 2205.05638): U = W · w, by output or by input. */
record Ia3(Tensor ratios, boolean onInput, double scale) implements Change {
  static Ia3 of(LayerTensors parts) {
    return new Ia3(parts.get("weight"), parts.number("on_input").orElse(0) != 0, parts.scale(0));
  }

  @Override
  public boolean fits(LayerShape layer) {
    return ratios.size() == (onInput ? layer.inputs() : layer.outputs());
  }

  @Override
  public String shape() {
    return onInput ? "[any, " + ratios.size() + "]" : "[" + ratios.size() + ", any]";
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    float[] delta = weights.clone();
    int pixels = layer.height() * layer.width();
    for (int i = 0; i < delta.length; i++) {
      int channel = onInput ? i / pixels % layer.inputs() : i / layer.columns();
      delta[i] *= ratios.data()[channel];
    }
    return Arrays2d.times(delta, scale);
  }
}
