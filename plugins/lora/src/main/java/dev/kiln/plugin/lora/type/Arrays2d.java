package dev.kiln.plugin.lora.type;

/** Matrices as arrays, row after row. */
public final class Arrays2d {
  private Arrays2d() {}

  /** a · b: [rows, inner] · [inner, columns]. */
  static float[] product(float[] a, float[] b, int inner) {
    return Factors.of(a, b, inner).product();
  }

  public static float[] transposed(float[] matrix, int rows, int columns) {
    float[] turned = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = matrix[row * columns + column];
      }
    }
    return turned;
  }

  static float[] times(float[] values, double factor) {
    if (factor != 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * factor);
      }
    }
    return values;
  }

  /** a ∘ b, in a. */
  static float[] timesEach(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " values against " + b.length);
    }
    for (int i = 0; i < a.length; i++) {
      a[i] *= b[i];
    }
    return a;
  }

  /** a - b, in a. */
  static float[] minus(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] -= b[i];
    }
    return a;
  }
}
