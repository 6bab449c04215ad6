package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Optional;
import java.util.function.Supplier;

/** A sampler of the host that needs to know only the largest and the smallest noise level. */
record SpanSampler(Supplier<Sampler> factory) implements SamplerProvider, PictureSampler {
  @Override
  public Sampler create() {
    return factory.get();
  }

  @Override
  public PassLevels redrawing(double[] schedule, PassLevels.Steps steps, SigmaTable table) {
    return PassLevels.end(schedule, steps).span();
  }

  @Override
  public Optional<double[]> ownSigmas(int steps, SigmaTable table) {
    return Optional.of(new double[] {table.max(), table.min()});
  }
}
