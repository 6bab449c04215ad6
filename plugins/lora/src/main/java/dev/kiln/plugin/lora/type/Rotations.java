package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/** Small orthogonal matrices by Cayley's transform, R = (I + Q)(I - Q)⁻¹ of a skew Q. */
final class Rotations {
  private static final double TINY = 1e-8;

  private Rotations() {}

  /**
   * The rotations of some blocks.
   *
   * @param blocks [..., n, n], made skew by Q = blocks - blocksᵀ
   * @param most the largest norm of all of Q together; 0 for any
   * @return one [n, n] after the other
   */
  static float[] of(Tensor blocks, double most) {
    int n = blocks.dim(blocks.rank() - 1);
    double[] skew = new double[blocks.size()];
    for (int at = 0; at < skew.length; at++) {
      int block = at / (n * n) * n * n;
      int row = (at - block) / n;
      int column = at % n;
      skew[at] = blocks.data()[at] - blocks.data()[block + column * n + row];
    }
    if (most != 0) {
      double norm = Math.sqrt(Arrays.stream(skew).map(value -> value * value).sum());
      double factor = (Math.min(norm, most) + TINY) / (norm + TINY);
      Arrays.setAll(skew, i -> skew[i] * factor);
    }
    float[] rotations = new float[skew.length];
    for (int block = 0; block < skew.length; block += n * n) {
      rotation(skew, block, n, rotations);
    }
    return rotations;
  }

  /**
   * R (I - Q) = I + Q. Of a skew Q, transposed: (I + Q) Rᵀ = I - Q, a system of equations with a
   * column of Rᵀ each.
   */
  private static void rotation(double[] skew, int from, int n, float[] rotations) {
    double[][] system = new double[n][2 * n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double unit = row == column ? 1 : 0;
        system[row][column] = unit + skew[from + row * n + column];
        system[row][n + column] = unit - skew[from + row * n + column];
      }
    }
    solve(system);
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        rotations[from + column * n + row] = (float) system[row][n + column];
      }
    }
  }

  /** Gauss and Jordan, with the largest pivot; I + Q always has an inverse. */
  private static void solve(double[][] system) {
    int n = system.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
          pivot = row;
        }
      }
      double[] first = system[pivot];
      system[pivot] = system[column];
      system[column] = first;
      double scale = 1 / first[column];
      for (int i = column; i < first.length; i++) {
        first[i] *= scale;
      }
      for (int row = 0; row < n; row++) {
        double factor = system[row][column];
        for (int i = column; row != column && factor != 0 && i < first.length; i++) {
          system[row][i] -= factor * first[i];
        }
      }
    }
  }
}
