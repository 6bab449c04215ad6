package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/**
 * DoRA (Liu et al., arXiv 2402.09353): V = W + s·U, U' = V · scale / |V| - W. The norm is that of
 * each input's weights, or of each output's where the file has a scale for each output.
 */
record Dora(Change change, Tensor scale) implements Change {
  @Override
  public boolean fits(LayerShape layer) {
    return change.fits(layer) && scale.size() == (byOutput() ? layer.outputs() : layer.inputs());
  }

  /** PEFT's magnitudes have one axis; LyCORIS has the others as ones. */
  private boolean byOutput() {
    return scale.rank() == 1 || scale.dim(0) == scale.size() && scale.size() > 1;
  }

  @Override
  public String shape() {
    return change.shape() + " with scales " + LayerTensors.text(scale.shape());
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    float[] sum = change.delta(weights, layer);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weights[i];
    }
    int pixels = layer.height() * layer.width();
    double[] squares = new double[scale.size()];
    for (int i = 0; i < sum.length; i++) {
      squares[channel(i, layer, pixels)] += (double) sum[i] * sum[i];
    }
    for (int i = 0; i < sum.length; i++) {
      int channel = channel(i, layer, pixels);
      sum[i] *= (float) (scale.data()[channel] / Math.sqrt(squares[channel]));
    }
    return Arrays2d.minus(sum, weights);
  }

  private int channel(int i, LayerShape layer, int pixels) {
    return byOutput() ? i / layer.columns() : i / pixels % layer.inputs();
  }
}
