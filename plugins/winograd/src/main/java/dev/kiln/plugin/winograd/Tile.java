package dev.kiln.plugin.winograd;

/**
 * F(m x m, 3 x 3): m outputs of a line from m + 2 inputs d and 3 weights g are Aᵀ((G·g) * (Bᵀ·d)),
 * the product by element. Lavin and Gray, arXiv 1509.09308, section 4.
 */
enum Tile {
  TWO(
      new float[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}},
      new float[][] {{1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}},
      new float[][] {{1, 1, 1, 0}, {0, 1, -1, -1}}),
  FOUR(
      new float[][] {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
      },
      new float[][] {
        {1 / 4f, 0, 0},
        {-1 / 6f, -1 / 6f, -1 / 6f},
        {-1 / 6f, 1 / 6f, -1 / 6f},
        {1 / 24f, 1 / 12f, 1 / 6f},
        {1 / 24f, -1 / 12f, 1 / 6f},
        {0, 0, 1}
      },
      new float[][] {
        {1, 1, 1, 1, 1, 0},
        {0, 1, -1, 2, -2, 0},
        {0, 1, 1, 4, 4, 0},
        {0, 1, -1, 8, -8, 1}
      });

  /** Weights of a line. */
  static final int KERNEL = 3;

  private final float[][] inputs;
  private final float[][] weights;
  private final float[][] outputs;

  Tile(float[][] inputs, float[][] weights, float[][] outputs) {
    this.inputs = inputs;
    this.weights = weights;
    this.outputs = outputs;
  }

  /** m. */
  int outputs() {
    return outputs.length;
  }

  /** m + 2: inputs, and products in the place of m times 3. */
  int size() {
    return inputs.length;
  }

  /** Products in the place of m·m times 3·3. */
  int products() {
    return size() * size();
  }

  /** Bᵀ[product][input]. */
  float input(int product, int input) {
    return inputs[product][input];
  }

  /** A row of G, [3]. */
  float[] weights(int product) {
    return weights[product];
  }

  /** Aᵀ[output][product]. */
  float output(int output, int product) {
    return outputs[output][product];
  }
}
