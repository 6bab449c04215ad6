package dev.kiln.plugin.livepreview;

/** Fits y = W [x, 1] to samples by the normal equations (XᵀX + λI) W = XᵀY. */
final class LeastSquares {
  /**
   * Relative to the trace of XᵀX. Colours span three dimensions, so the latents of a nearly linear
   * codec leave the matrix singular; this picks the smallest of the equally good solutions.
   */
  private static final double RIDGE = 1e-10;

  private final double[][] normal;
  private final int inputs;

  LeastSquares(int inputs, int outputs) {
    this.inputs = inputs;
    this.normal = new double[inputs + 1][inputs + 1 + outputs];
  }

  void add(double[] x, double[] y) {
    for (int i = 0; i <= inputs; i++) {
      double xi = i < inputs ? x[i] : 1;
      for (int j = 0; j <= inputs; j++) {
        normal[i][j] += xi * (j < inputs ? x[j] : 1);
      }
      for (int j = 0; j < y.length; j++) {
        normal[i][inputs + 1 + j] += xi * y[j];
      }
    }
  }

  /** One row per output: a factor per input, then the bias. */
  double[][] solve() {
    int size = inputs + 1;
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += normal[i][i];
    }
    double[][] rows = new double[size][];
    for (int i = 0; i < size; i++) {
      rows[i] = normal[i].clone();
      rows[i][i] += RIDGE * trace;
    }
    eliminate(rows);
    double[][] weights = new double[rows[0].length - size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < weights.length; j++) {
        weights[j][i] = rows[i][size + j] / rows[i][i];
      }
    }
    return weights;
  }

  /** Gauss-Jordan. The matrix is positive definite, so no pivot need be searched for. */
  private static void eliminate(double[][] rows) {
    for (int pivot = 0; pivot < rows.length; pivot++) {
      for (int i = 0; i < rows.length; i++) {
        if (i != pivot) {
          double factor = rows[i][pivot] / rows[pivot][pivot];
          for (int j = pivot; j < rows[i].length; j++) {
            rows[i][j] -= factor * rows[pivot][j];
          }
        }
      }
    }
  }
}
