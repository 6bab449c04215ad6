package dev.kiln.host.sampler;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import java.util.function.Supplier;

/** A sampler of the host that takes any schedule and adds noise only where it is asked to. */
record StillSampler(Supplier<Sampler> factory) implements SamplerProvider {
  @Override
  public Sampler create() {
    return factory.get();
  }

  @Override
  public double defaultEta() {
    return 0;
  }
}
