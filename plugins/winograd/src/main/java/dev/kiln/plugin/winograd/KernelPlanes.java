package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.KernelTransform;

/** G·g·Gᵀ of kernels g: size · size numbers in the place of 3 · 3. */
record KernelPlanes(Tile tile) implements KernelTransform {
  private static final int KERNEL = Tile.KERNEL;

  /** Inputs stand side by side in each array, so that the processor takes several at once. */
  @Override
  public void transform(float[] kernels, float[] planes) {
    int inputs = kernels.length / (KERNEL * KERNEL);
    float[][] taps = new float[KERNEL * KERNEL][inputs];
    for (int input = 0; input < inputs; input++) {
      for (int tap = 0; tap < taps.length; tap++) {
        taps[tap][input] = kernels[input * taps.length + tap];
      }
    }
    float[][] rows = new float[KERNEL][inputs];
    for (int i = 0; i < tile.size(); i++) {
      for (int column = 0; column < KERNEL; column++) {
        combine(
            tile.weights(i),
            new float[][] {taps[column], taps[KERNEL + column], taps[2 * KERNEL + column]},
            rows[column],
            0);
      }
      for (int j = 0; j < tile.size(); j++) {
        combine(tile.weights(j), rows, planes, (i * tile.size() + j) * inputs);
      }
    }
  }

  private static void combine(float[] factors, float[][] terms, float[] sums, int at) {
    float[] a = terms[0];
    float[] b = terms[1];
    float[] c = terms[2];
    float f = factors[0];
    float g = factors[1];
    float h = factors[2];
    for (int i = 0; i < a.length; i++) {
      sums[at + i] = f * a[i] + g * b[i] + h * c[i];
    }
  }
}
