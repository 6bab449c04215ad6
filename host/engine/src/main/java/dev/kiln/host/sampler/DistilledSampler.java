package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A sampler of the host for models that draw in a few steps, in the space of {@link VpSampler}. It
 * begins where there is nothing but noise, as they were distilled, and ends at the first time step,
 * as diffusers does for Stable Diffusion.
 *
 * @param times its time steps for a number of steps, descending
 */
record DistilledSampler(Supplier<Sampler> factory, Times times, double defaultEta)
    implements SamplerProvider {
  /** How many time steps of the model latent consistency models are distilled at. */
  private static final int ORIGINAL_STEPS = 50;

  /** Which time steps are taken. */
  interface Times {
    /**
     * @param size how many time steps the model has
     */
    IntStream of(int steps, int size);
  }

  @Override
  public Sampler create() {
    return VpSampler.endingInVpSpace(factory.get());
  }

  @Override
  public Optional<double[]> ownSigmas(int steps, SigmaTable table) {
    DoubleStream levels = times.of(steps, table.size()).mapToDouble(table::at);
    return Optional.of(DoubleStream.concat(levels, DoubleStream.of(table.at(0))).toArray());
  }

  @Override
  public double initialScale(double firstSigma) {
    return VpSampler.vpScale(firstSigma);
  }

  /** diffusers' "trailing": evenly down from the last one, 999, 749, 499, 249. */
  static IntStream trailing(int steps, int size) {
    // The last one is above the first time step, at which it ends.
    int count = Math.min(steps, size / 2);
    return IntStream.range(0, count)
        .map(i -> (int) Math.rint(size - i * (double) size / count) - 1);
  }

  /**
   * TCD's: of the distilled ones, 999, 979, ... 19, evenly those from the last one on. Of more
   * steps than were distilled all of the model's are taken to choose from.
   */
  static IntStream distilled(int steps, int size) {
    int count = Math.min(steps, size - 1);
    int original = count <= ORIGINAL_STEPS ? ORIGINAL_STEPS : size;
    int stride = size / original;
    return IntStream.range(0, count)
        .map(i -> (original - (int) Math.floor(i * (double) original / count)) * stride - 1);
  }
}
