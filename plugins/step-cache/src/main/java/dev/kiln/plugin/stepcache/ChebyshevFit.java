package dev.kiln.plugin.stepcache;

/**
 * Ridge regression in the Chebyshev polynomials T0 to T3. What it predicts at a time is linear in
 * the values that it was fitted to: X (X'X + I)^-1 x, with the polynomials of the known times in X
 * and those of the time in x.
 */
final class ChebyshevFit {
  private static final int TERMS = 4;
  private static final double RIDGE = 1;

  private final double[][] known;
  private final double[][] system = new double[TERMS][TERMS + 1];
  private final double[] wanted = new double[TERMS];

  /**
   * @param most values that it may be fitted to
   */
  ChebyshevFit(int most) {
    known = new double[most][TERMS];
  }

  /**
   * The weight of each known value in the prediction at a time.
   *
   * @param count of the times that count
   * @param into filled up to there
   */
  void weights(double[] times, int count, double at, double[] into) {
    polynomials(at, wanted);
    for (int k = 0; k < count; k++) {
      polynomials(times[k], known[k]);
    }
    for (int i = 0; i < TERMS; i++) {
      for (int j = 0; j < TERMS; j++) {
        system[i][j] = i == j ? RIDGE : 0;
        for (int k = 0; k < count; k++) {
          system[i][j] += known[k][i] * known[k][j];
        }
      }
      system[i][TERMS] = wanted[i];
    }
    solve();
    for (int k = 0; k < count; k++) {
      into[k] = 0;
      for (int j = 0; j < TERMS; j++) {
        into[k] += known[k][j] * system[j][TERMS];
      }
    }
  }

  private static void polynomials(double x, double[] into) {
    into[0] = 1;
    into[1] = x;
    for (int i = 2; i < TERMS; i++) {
      into[i] = 2 * x * into[i - 1] - into[i - 2];
    }
  }

  /** Gauss and Jordan; the ridge keeps every pivot at 1 or more. */
  private void solve() {
    for (int i = 0; i < TERMS; i++) {
      double pivot = system[i][i];
      for (int column = i; column <= TERMS; column++) {
        system[i][column] /= pivot;
      }
      for (int row = 0; row < TERMS; row++) {
        double factor = row == i ? 0 : system[row][i];
        for (int column = i; column <= TERMS; column++) {
          system[row][column] -= factor * system[i][column];
        }
      }
    }
  }
}
