package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/**
 * DoRA (Liu et al., arXiv 2402.09353): V = W + s·U, U' = V · scale / |V| - W.
 *
 * @param byOutput whether the norm is that of each output's weights, else of each input's
 */
record Dora(Change change, Tensor scale, boolean byOutput) implements Change {
  /** LyCORIS has either, and tells by the axis that is not one. */
  static Dora ofLycoris(Change change, Tensor scale) {
    boolean byOutput = scale.rank() == 1 || scale.dim(0) == scale.size() && scale.size() > 1;
    return new Dora(change, scale, byOutput);
  }

  /**
   * PEFT has one for each output; those of convolutions have the shape [1, outputs, 1, 1].
   *
   * @see <a href="https://github.com/huggingface/peft/blob/main/src/peft/tuners/lora/dora.py">
   *     _DoraConvNdLayer.get_weight_norm</a>
   */
  static Dora ofPeft(Change change, Tensor magnitude) {
    return new Dora(change, magnitude, true);
  }

  @Override
  public boolean fits(LayerShape layer) {
    return change.fits(layer) && scale.size() == (byOutput ? layer.outputs() : layer.inputs());
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
    return byOutput ? i / layer.columns() : i / pixels % layer.inputs();
  }
}
