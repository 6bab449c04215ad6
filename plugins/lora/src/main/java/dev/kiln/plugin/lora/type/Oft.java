package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/**
 * OFT (Qiu et al., arXiv 2306.07280): outputs are rotated block by block, U = Rᵀ W - W. Old files
 * hold R itself, the rest what it is made of.
 *
 * @param rotations one [n, n] after the other
 */
record Oft(float[] rotations, int blocks, int n, Optional<Tensor> rescale) implements Change {
  static Oft of(LayerTensors parts) {
    boolean made = !parts.has("oft_blocks");
    Tensor tensor = parts.get(made ? "oft_diag" : "oft_blocks");
    int blocks = tensor.dim(0);
    int n = tensor.dim(1);
    double most = parts.number("alpha").orElse(0) * blocks * n;
    return new Oft(
        made ? tensor.data() : Rotations.of(tensor, most), blocks, n, parts.find("rescale"));
  }

  @Override
  public boolean fits(LayerShape layer) {
    return blocks * n == layer.outputs()
        && rescale.map(Tensor::size).orElse(layer.outputs()) == layer.outputs();
  }

  @Override
  public String shape() {
    return "[" + blocks * n + ", any]";
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    float[] turned = new float[weights.length];
    int size = n * layer.columns();
    for (int block = 0; block < blocks; block++) {
      float[] rotation =
          java.util.Arrays.copyOfRange(rotations, block * n * n, (block + 1) * n * n);
      float[] part = java.util.Arrays.copyOfRange(weights, block * size, (block + 1) * size);
      float[] rows = Arrays2d.product(Arrays2d.transposed(rotation, n, n), part, n);
      System.arraycopy(rows, 0, turned, block * size, size);
    }
    return Arrays2d.minus(rescaled(turned, rescale, layer), weights);
  }

  /** Each output times a number of its own. */
  static float[] rescaled(float[] weights, Optional<Tensor> rescale, LayerShape layer) {
    rescale.ifPresent(
        factors -> {
          for (int i = 0; i < weights.length; i++) {
            weights[i] *= factors.data()[i / layer.columns()];
          }
        });
    return weights;
  }
}
