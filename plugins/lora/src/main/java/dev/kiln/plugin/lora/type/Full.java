package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/** The whole difference: U = diff. */
record Full(Tensor difference, double scale) implements Change {
  @Override
  public boolean fits(LayerShape layer) {
    return difference.rank() >= 2
        && difference.dim(0) == layer.outputs()
        && difference.dim(1) == layer.inputs()
        && difference.rowSize() == layer.columns();
  }

  @Override
  public String shape() {
    return LayerTensors.text(difference.shape());
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    return Arrays2d.times(difference.data().clone(), scale);
  }
}
