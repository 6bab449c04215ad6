package dev.kiln.plugin.lora.type;

/**
 * A change for the four channels of latents, made to one for a network that sees a mask and a
 * masked picture behind them: those weights stay.
 */
record Inpainting(Change change) implements Change {
  private static final int LATENTS = 4;
  private static final int ALL = 9;

  @Override
  public boolean fits(LayerShape layer) {
    return layer.inputs() == ALL && change.fits(narrow(layer));
  }

  private static LayerShape narrow(LayerShape layer) {
    return new LayerShape(layer.outputs(), LATENTS, layer.height(), layer.width());
  }

  @Override
  public String shape() {
    return change.shape();
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    LayerShape narrow = narrow(layer);
    int from = layer.columns();
    int to = narrow.columns();
    float[] latents = new float[narrow.size()];
    for (int row = 0; row < layer.outputs(); row++) {
      System.arraycopy(weights, row * from, latents, row * to, to);
    }
    float[] part = change.delta(latents, narrow);
    float[] delta = new float[layer.size()];
    for (int row = 0; row < layer.outputs(); row++) {
      System.arraycopy(part, row * to, delta, row * from, to);
    }
    return delta;
  }
}
