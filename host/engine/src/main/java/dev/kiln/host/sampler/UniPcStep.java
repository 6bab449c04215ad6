package dev.kiln.host.sampler;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * The weights of one step of UniPC with B(h) = h ("bh1"), from the conditions of its Theorem 3.1:
 * sum over k of ρ_k r_k^(i-1) = b_i, where r_k is where an earlier prediction lies, in steps.
 *
 * @param predictor weights of D_i-k - D_i, k = 1, 2, ...
 * @param corrector the same for the corrector
 * @param arrival the corrector's weight of D_i+1 - D_i
 */
record UniPcStep(double[] predictor, double[] corrector, double arrival) {
  static UniPcStep of(double[] sigmas, int i, int order) {
    if (sigmas[i + 1] == 0) {
      return new UniPcStep(new double[0], new double[0], 0);
    }
    double h = Math.log(sigmas[i] / sigmas[i + 1]);
    double[] r = new double[order];
    for (int k = 1; k < order; k++) {
      r[k - 1] = Math.log(sigmas[i] / sigmas[i - k]) / h;
    }
    r[order - 1] = 1;
    double[] predictor = solve(r, h, order - 1);
    double[] corrector = solve(r, h, order);
    double arrival = h * corrector[order - 1];
    return new UniPcStep(weights(predictor, r, h, order), weights(corrector, r, h, order), arrival);
  }

  private static double[] weights(double[] rho, double[] r, double h, int order) {
    double[] weights = new double[order - 1];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = h * rho[k] / r[k];
    }
    return weights;
  }

  private static double[] solve(double[] r, double h, int size) {
    if (size == 0) {
      return new double[0];
    }
    if (size == 1) {
      // The paper's choice: independent of h, and of the same order.
      return new double[] {0.5};
    }
    double[][] powers = new double[size][size];
    double[] b = new double[size];
    double phi = Math.expm1(-h) / -h - 1;
    double factorial = 1;
    for (int row = 0; row < size; row++) {
      for (int k = 0; k < size; k++) {
        powers[row][k] = Math.pow(r[k], row);
      }
      b[row] = phi * factorial / -h;
      factorial *= row + 2;
      phi = phi / -h - 1 / factorial;
    }
    return new LUDecomposition(new Array2DRowRealMatrix(powers, false))
        .getSolver()
        .solve(new ArrayRealVector(b, false))
        .toArray();
  }
}
