package dev.kiln.spi.sampling;

import dev.kiln.spi.ProvidedByHost;

/**
 * The noise levels that the model was trained on: sigma_k = sqrt((1 - a_k) / a_k), with a_k the
 * cumulative product of alphas, k = 0..size-1, ascending.
 */
@ProvidedByHost
public interface SigmaTable {
  int size();

  /** The level of a whole time step. */
  double at(int timestep);

  /** The level of a fractional time step, by linear interpolation of its logarithm. */
  double sigma(double timestep);

  /** The fractional time step of a level: the inverse of {@link #sigma}, clamped to the table. */
  double timestep(double sigma);

  default double min() {
    return at(0);
  }

  default double max() {
    return at(size() - 1);
  }
}
