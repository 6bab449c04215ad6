package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.SigmaTable;

/**
 * The noise levels that latent consistency models were distilled at: those of 50 of the model's
 * time steps, 19, 39, ... 999. Levels between them are interpolated; time steps are always one of
 * those.
 */
final class LcmSigmas implements SigmaTable {
  private static final int ORIGINAL_STEPS = 50;

  private final SigmaTable trained;
  private final int stride;
  private final int size;

  LcmSigmas(SigmaTable trained) {
    this.trained = trained;
    stride = Math.max(trained.size() / ORIGINAL_STEPS, 1);
    size = trained.size() / stride;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public double at(int index) {
    return trained.at(distilled(index));
  }

  @Override
  public double sigma(double timestep) {
    double place = Math.max(0, Math.min((timestep - distilled(0)) / stride, size - 1));
    int low = (int) place;
    double share = place - low;
    return share == 0 ? at(low) : Math.pow(at(low), 1 - share) * Math.pow(at(low + 1), share);
  }

  /** The distilled time step whose level is nearest, by its logarithm. */
  @Override
  public double timestep(double sigma) {
    return nearest(sigma);
  }

  int nearest(double sigma) {
    int best = 0;
    for (int i = 1; i < size; i++) {
      if (Math.abs(Math.log(sigma / at(i))) < Math.abs(Math.log(sigma / at(best)))) {
        best = i;
      }
    }
    return distilled(best);
  }

  private int distilled(int index) {
    return trained.size() - 1 - (size - 1 - index) * stride;
  }
}
