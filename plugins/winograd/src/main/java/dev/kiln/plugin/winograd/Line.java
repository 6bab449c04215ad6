package dev.kiln.plugin.winograd;

/**
 * A line of pixels as tiles. Its transforms are matrices, which have the zeros around the picture
 * in them and leave out what the last tile has too much.
 *
 * @param inputs pixels that there are
 * @param outputs pixels that are wanted
 * @param before zeros before the first input
 */
record Line(Tile tile, int inputs, int outputs, int before) {
  int tiles() {
    return (outputs + tile.outputs() - 1) / tile.outputs();
  }

  /** What takes the place of the line: products of a tile, by product and then by tile. */
  int products() {
    return tile.size() * tiles();
  }

  /** [inputs][products]: a line times it is its transform. */
  float[][] forward() {
    float[][] matrix = new float[inputs][products()];
    for (int t = 0; t < tiles(); t++) {
      for (int k = 0; k < tile.size(); k++) {
        int input = t * tile.outputs() + k - before;
        for (int i = 0; input >= 0 && input < inputs && i < tile.size(); i++) {
          matrix[input][i * tiles() + t] = tile.input(i, k);
        }
      }
    }
    return matrix;
  }

  /** [products][outputs]: products times it are the line of the result. */
  float[][] back() {
    float[][] matrix = new float[products()][outputs];
    for (int output = 0; output < outputs; output++) {
      int t = output / tile.outputs();
      for (int i = 0; i < tile.size(); i++) {
        matrix[i * tiles() + t][output] = tile.output(output % tile.outputs(), i);
      }
    }
    return matrix;
  }
}
