package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/**
 * A Gaussian blur of tokens that are places of a picture, mirrored at its edges: one product of
 * matrices for each direction. The kernel is SEG's: ceil(6 sigma) places, made odd, and no more
 * than the picture has.
 */
final class GaussianBlur {
  private GaussianBlur() {}

  /**
   * Blur tokens.
   *
   * @param tokens [batch, height * width, channels]
   * @return of the same shape
   */
  static Value of(GraphEditor editor, Value tokens, int height, int width, double sigma) {
    Value across = editor.like(editor.constant(matrix(width, sigma)), tokens);
    Value down = editor.like(editor.constant(matrix(height, sigma)), tokens);
    Value rows = editor.matmul(across, editor.reshape(tokens, 0, height, width, -1));
    Value columns = editor.matmul(down, editor.transpose(rows, 0, 2, 1, 3));
    return editor.reshape(editor.transpose(columns, 0, 2, 1, 3), 0, (long) height * width, -1);
  }

  /** What each place of a line takes of each: [size, size], its rows sum to 1. */
  static Tensor matrix(int size, double sigma) {
    double[] kernel = kernel(size, sigma);
    int half = kernel.length / 2;
    Tensor matrix = Tensor.zeros(size, size);
    for (int to = 0; to < size; to++) {
      for (int i = 0; i < kernel.length; i++) {
        matrix.data()[to * size + mirrored(to + i - half, size)] += (float) kernel[i];
      }
    }
    return matrix;
  }

  private static double[] kernel(int size, double sigma) {
    int wanted = (int) Math.ceil(6 * sigma);
    int length = Math.min(wanted + 1 - wanted % 2, size + 1 - size % 2);
    double[] kernel = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double distance = (i - (length - 1) / 2.0) / sigma;
      kernel[i] = Math.exp(-0.5 * distance * distance);
      sum += kernel[i];
    }
    for (int i = 0; i < length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Beyond an edge lies what lies before it; the edge itself is not repeated. */
  private static int mirrored(int place, int size) {
    int inside = Math.abs(place);
    return inside < size ? inside : 2 * (size - 1) - inside;
  }
}
