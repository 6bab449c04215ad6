package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A sampler of the host that was published for time steps and for x_vp = x / sqrt(1 + σ²), which
 * keeps its variance. It starts from unscaled noise in that space and ends in it; between, its
 * update is written in Karras' x like all others.
 *
 * @param levels its noise levels for a number of steps
 */
record VpSampler(
    Supplier<Sampler> factory, BiFunction<Integer, SigmaTable, double[]> levels, double defaultEta)
    implements SamplerProvider {
  @Override
  public Sampler create() {
    Sampler inner = factory.get();
    return run -> {
      inner.sample(run);
      double[] sigmas = run.sigmas();
      Linear.scale(run.latents().data(), 1 / vpScale(sigmas[sigmas.length - 1]));
    };
  }

  @Override
  public Optional<double[]> ownSigmas(int steps, SigmaTable table) {
    return Optional.of(levels.apply(steps, table));
  }

  @Override
  public double initialScale(double firstSigma) {
    return vpScale(firstSigma);
  }

  /**
   * webUI's time steps for DDIM and PLMS: every (1000 / steps)-th from 1 on. That may make one step
   * more or less than asked for.
   */
  static double[] leading(int steps, SigmaTable table) {
    // One level alone would be no step at all.
    int stride = Math.max(table.size() / Math.max(steps, 2), 1);
    int count = (table.size() + stride - 1) / stride;
    double[] sigmas = new double[count];
    for (int i = 0; i < count; i++) {
      sigmas[count - 1 - i] = table.at(Math.min(i * stride + 1, table.size() - 1));
    }
    return sigmas;
  }

  /** webUI's time steps for UniPC: evenly from the last to the first, as many as DDIM's. */
  static double[] even(int steps, SigmaTable table) {
    int count = leading(steps, table).length;
    double[] sigmas = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      sigmas[i] = table.sigma((table.size() - 1) * (count - i) / (double) count);
    }
    return sigmas;
  }

  private static double vpScale(double sigma) {
    return Math.sqrt(1 + sigma * sigma);
  }
}
