package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A sampler of the host that was published for time steps and for x_vp = x / sqrt(1 + σ²), which
 * keeps its variance. It starts from unscaled noise in that space and ends in it; between, its
 * update is written in Karras' x like all others.
 *
 * @param levels its noise levels for a number of steps
 */
record VpSampler(Supplier<Sampler> factory, Levels levels, double defaultEta)
    implements SamplerProvider, PictureSampler {
  /** Which noise levels a sampler takes for some time steps. */
  interface Levels {
    /**
     * @param timesteps descending
     * @param from the time step to begin with, where the levels need not be those of the steps
     */
    double[] of(int[] timesteps, int from, SigmaTable table);
  }

  @Override
  public Sampler create() {
    return endingInVpSpace(factory.get());
  }

  static Sampler endingInVpSpace(Sampler inner) {
    return run -> {
      inner.sample(run);
      double[] sigmas = run.sigmas();
      Linear.scale(run.latents().data(), 1 / vpScale(sigmas[sigmas.length - 1]));
    };
  }

  @Override
  public Optional<double[]> ownSigmas(int steps, SigmaTable table) {
    return Optional.of(levels.of(timesteps(steps, table), table.size() - 1, table));
  }

  /**
   * As in webUI, the picture has the noise of the time step before the first one that is taken, and
   * the last of webUI's time steps is none.
   */
  @Override
  public PassLevels redrawing(double[] schedule, PassLevels.Steps steps, SigmaTable table) {
    int[] all = timesteps(steps.all(), table);
    int from = Math.max(0, all.length - steps.last());
    int[] taken = Arrays.copyOfRange(all, Math.min(from, all.length - 1), all.length);
    double[] sigmas = levels.of(taken, taken[0], table);
    return new PassLevels(
        sigmas, sigmas, table.at(all[Math.max(0, from - 1)]), Math.max(1, sigmas.length - 1));
  }

  @Override
  public double initialScale(double firstSigma) {
    return vpScale(firstSigma);
  }

  /**
   * webUI's time steps, descending: every (1000 / steps)-th from 1 on. That may make one step more
   * or less than asked for.
   */
  private static int[] timesteps(int steps, SigmaTable table) {
    // One level alone would be no step at all.
    int stride = Math.max(table.size() / Math.max(steps, 2), 1);
    int count = (table.size() + stride - 1) / stride;
    return IntStream.range(0, count)
        .map(i -> Math.min((count - 1 - i) * stride + 1, table.size() - 1))
        .toArray();
  }

  /** The levels of the time steps, for DDIM and PLMS. */
  static double[] leading(int[] timesteps, int from, SigmaTable table) {
    return IntStream.of(timesteps).mapToDouble(table::at).toArray();
  }

  /** Evenly down to the first time step, for UniPC: as many steps as DDIM has levels. */
  static double[] even(int[] timesteps, int from, SigmaTable table) {
    int count = timesteps.length;
    double[] sigmas = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      sigmas[i] = table.sigma(from * (count - i) / (double) count);
    }
    return sigmas;
  }

  static double vpScale(double sigma) {
    return Math.sqrt(1 + sigma * sigma);
  }
}
