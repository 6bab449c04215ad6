package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;

/** Kernels in Tucker's form, a small core between two matrices; files call it CP. */
final class Tucker {
  private Tucker() {}

  /**
   * Σ core[p, q, k, l] · outputs[p, o] · inputs[q, i].
   *
   * @param core [p, q, height, width]
   * @param outputs [p, outputs]
   * @param inputs [q, inputs]
   * @return [outputs, inputs, height, width]
   */
  static float[] kernel(Tensor core, float[] outputs, float[] inputs) {
    int p = core.dim(0);
    int q = core.dim(1);
    int pixels = core.size() / (p * q);
    int rows = outputs.length / p;
    int columns = inputs.length / q;
    // [outputs, q·pixels], then each output's [q, pixels] turned and multiplied by the inputs.
    float[] half = Arrays2d.product(Arrays2d.transposed(outputs, p, rows), core.data(), p);
    float[] turned = Arrays2d.transposed(inputs, q, columns);
    float[] kernel = new float[rows * columns * pixels];
    for (int row = 0; row < rows; row++) {
      float[] part = java.util.Arrays.copyOfRange(half, row * q * pixels, (row + 1) * q * pixels);
      float[] weights = Arrays2d.product(turned, part, q);
      System.arraycopy(weights, 0, kernel, row * columns * pixels, weights.length);
    }
    return kernel;
  }
}
